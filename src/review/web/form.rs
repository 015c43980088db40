//! What did a form send?
//!
//! Every form brings back the token of its session; one that does not is refused before anything of it is looked at. Files are hashed
//! as they come in, and kept only where the form is for importing one.

use std::io::Write as _;
use std::sync::Arc;

use axum::Form;
use axum::extract::multipart::{Field, MultipartError};
use axum::extract::{FromRequest, Multipart, Request};
use axum::http::{StatusCode, header};
use sha2::{Digest as _, Sha256};
use tempfile::NamedTempFile;

use super::app::App;
use super::problem::Problem;
use super::secret;
use super::shell::Visit;
use crate::error::Error;
use crate::review::Attachment;
use crate::review::item::hex;

/// Most bytes of a form without files.
const PLAIN: usize = 64 << 10;
/// Most bytes of an answer with the papers it rests on.
const ANSWER: usize = 24 << 20;
/// Most bytes of a file of answers.
const IMPORT: usize = 32 << 20;
/// Most bytes of one field that is not a file.
const FIELD: usize = 32 << 10;

/// Most bytes that a request to `path` may have.
pub fn limit(path: &str) -> usize {
    match path {
        "/import" => IMPORT,
        path if path.starts_with("/item/") && path.ends_with("/answer") => ANSWER,
        _ => PLAIN,
    }
}

/// A form whose token was right.
#[derive(Debug, Default)]
pub struct Posted {
    fields: Vec<(String, String)>,
    /// The papers that came with it, by their hash.
    pub attachments: Vec<Attachment>,
    /// The file that came to be imported, with its name. None: none came.
    pub import: Option<(String, NamedTempFile)>,
}

impl Posted {
    /// The field `name` without blanks around it. Empty: it was left empty, or is not in the form.
    pub fn get(&self, name: &str) -> &str {
        self.fields.iter().find(|(found, _)| found == name).map_or("", |(_, value)| value.trim())
    }

    /// The field `name`; None where it was left empty.
    pub fn filled(&self, name: &str) -> Option<String> {
        Some(self.get(name)).filter(|value| !value.is_empty()).map(str::to_owned)
    }

    /// The field `name` as it was typed, blanks and all: for passwords.
    pub fn raw(&self, name: &str) -> &str {
        self.fields.iter().find(|(found, _)| found == name).map_or("", |(_, value)| value)
    }
}

impl FromRequest<Arc<App>> for Posted {
    type Rejection = Problem;

    async fn from_request(request: Request, app: &Arc<App>) -> Result<Self, Problem> {
        let visit = request.extensions().get::<Visit>().cloned().unwrap_or_default();
        let path = request.uri().path().to_owned();
        let kind = request.headers().get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
        if kind.starts_with("multipart/form-data") {
            let multipart = Multipart::from_request(request, app).await.map_err(|_| Problem::bad_form())?;
            return multiple(multipart, &visit, &path).await;
        }
        let form = Form::<Vec<(String, String)>>::from_request(request, app).await;
        let Form(fields) = form.map_err(|cause| match axum::response::IntoResponse::into_response(cause).status() {
            StatusCode::PAYLOAD_TOO_LARGE => Problem::too_large(),
            _ => Problem::bad_form(),
        })?;
        let posted = Self { fields, ..Self::default() };
        check_token(&visit, posted.get("token"))?;
        Ok(posted)
    }
}

/// Whether the form is one of this session's, or, where nobody is logged in, of this page's: the guard has seen that already.
fn check_token(visit: &Visit, token: &str) -> Result<(), Problem> {
    match &visit.session {
        Some(session) if !secret::are_equal(&session.form_token, token) => Err(Problem::stale_form()),
        _ => Ok(()),
    }
}

async fn multiple(mut multipart: Multipart, visit: &Visit, path: &str) -> Result<Posted, Problem> {
    let mut posted = Posted::default();
    let mut is_checked = false;
    while let Some(mut field) = multipart.next_field().await.map_err(|cause| refused(&cause))? {
        let name = field.name().unwrap_or_default().to_owned();
        // The token stands first in our forms, so that no file of a stranger's is read.
        if !is_checked && name != "token" {
            return Err(Problem::stale_form());
        }
        let Some(file) = field.file_name().map(file_name) else {
            let mut value = Vec::new();
            while let Some(bytes) = field.chunk().await.map_err(|cause| refused(&cause))? {
                value.extend_from_slice(&bytes);
                if value.len() > FIELD {
                    return Err(Problem::too_large());
                }
            }
            let value = String::from_utf8(value).map_err(|_| Problem::bad_form())?;
            if name == "token" {
                check_token(visit, value.trim())?;
                is_checked = true;
            }
            posted.fields.push((name, value));
            continue;
        };
        if path == "/import" {
            let mut kept = NamedTempFile::new().map_err(|cause| Error::writing(&std::env::temp_dir(), cause))?;
            hash(&mut field, Some(&mut kept)).await?;
            posted.import = Some((file, kept)).filter(|(name, _)| !name.is_empty());
        } else {
            let (sha256, bytes) = hash(&mut field, None).await?;
            // A file field that was left empty comes with an empty name.
            if !file.is_empty() {
                posted.attachments.push(Attachment { name: file, sha256, bytes });
            }
        }
    }
    if is_checked { Ok(posted) } else { Err(Problem::stale_form()) }
}

async fn hash(field: &mut Field<'_>, mut kept: Option<&mut NamedTempFile>) -> Result<(String, u64), Problem> {
    let (mut hasher, mut length) = (Sha256::new(), 0);
    while let Some(bytes) = field.chunk().await.map_err(|cause| refused(&cause))? {
        hasher.update(&bytes);
        length += bytes.len() as u64;
        if let Some(kept) = kept.as_deref_mut() {
            kept.write_all(&bytes).map_err(|cause| Error::writing(&std::env::temp_dir(), cause))?;
        }
    }
    Ok((hex(&hasher.finalize()), length))
}

fn refused(cause: &MultipartError) -> Problem {
    if cause.status() == StatusCode::PAYLOAD_TOO_LARGE { Problem::too_large() } else { Problem::bad_form() }
}

/// The last part of a file's path, at most 120 characters: some browsers send whole paths.
fn file_name(path: &str) -> String {
    let name = path.rsplit(['/', '\\']).next().unwrap_or_default();
    name.chars().filter(|c| !c.is_control()).take(120).collect()
}
