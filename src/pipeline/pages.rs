//! How much memory does a run hold between its stages?
//!
//! A stage frees much of what it took in small pieces, and the allocator keeps these pages: after cleaning a million rows four hundred
//! megabytes of them, which the next stage would take anew elsewhere.

/// Gives pages that hold nothing back to the system.
pub(super) fn give_back() {
    #[cfg(all(target_os = "linux", target_env = "gnu"))]
    glibc::malloc_trim(0);
}

#[cfg(all(target_os = "linux", target_env = "gnu"))]
#[expect(unsafe_code, reason = "see the declaration")]
mod glibc {
    // SAFETY: glibc declares `int malloc_trim(size_t pad)`. It takes no pointer, may be called at any time and from any thread (MT-Safe in
    // its manual), and releases only pages on which nothing is allocated.
    unsafe extern "C" {
        pub(super) safe fn malloc_trim(pad: usize) -> std::ffi::c_int;
    }
}
