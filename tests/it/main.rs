//! The one integration binary: each module tests a room from outside.

mod report;
