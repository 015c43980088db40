//! Rule packs are inside the program: a file that is added to them must be noticed.

fn main() {
    println!("cargo::rerun-if-changed=rules");
    println!("cargo::rerun-if-changed=build.rs");
}
