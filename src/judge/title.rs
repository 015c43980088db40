//! Which posts do the titles of a table name?
//!
//! Titles repeat: each distinct one is read once.

use rustc_hash::FxHashMap;

use crate::vn::post::{Level, Post, posts};

/// The posts of every row of a table.
pub(super) struct Titles {
    /// Per row the place in `read`; None: there is no title.
    row: Vec<Option<u32>>,
    /// The posts of each distinct title.
    read: Vec<Vec<Post>>,
}

impl Titles {
    /// The posts that `titles` name, each at the level beside it where its own words do not say.
    pub fn read<'a>(titles: impl IntoIterator<Item = (Option<&'a str>, Option<Level>)>) -> Self {
        let mut known: FxHashMap<(&str, Option<Level>), u32> = FxHashMap::default();
        let mut read = Vec::new();
        let row = titles
            .into_iter()
            .map(|(title, level)| {
                title.map(|title| {
                    *known.entry((title, level)).or_insert_with(|| {
                        read.push(posts(title, level));
                        u32::try_from(read.len() - 1).unwrap_or(u32::MAX)
                    })
                })
            })
            .collect();
        Self { row, read }
    }

    /// The posts of a row; empty where there is no title or none is recognised.
    pub fn posts(&self, row: usize) -> &[Post] {
        let at = self.row.get(row).copied().flatten();
        at.and_then(|at| self.read.get(at as usize)).map_or(&[], Vec::as_slice)
    }

    /// The highest post of a row that has a level; else the first. None: no post is recognised.
    pub fn main(&self, row: usize) -> Option<&Post> {
        let posts = self.posts(row);
        posts.iter().filter(|post| post.level.is_some()).min_by_key(|post| post.level).or_else(|| posts.first())
    }

    /// Whether any post of a row is such; None: no post is recognised, or the level that matters is not known.
    pub fn any(&self, row: usize, is_such: impl Fn(&Post) -> Option<bool>) -> Option<bool> {
        let posts = self.posts(row);
        let mut answer = (!posts.is_empty()).then_some(false)?;
        let mut is_open = false;
        for post in posts {
            match is_such(post) {
                Some(found) => answer |= found,
                None => is_open = true,
            }
        }
        if answer { Some(true) } else { (!is_open).then_some(false) }
    }
}
