//! How do requests come in from the network?
//!
//! An accept loop of our own: with TLS or without, each connection with a limit on how long a handshake and headers may take, few
//! enough at once that nobody can hold all of them for nothing, and an end that lets what has begun be finished.

use std::future::{Future, poll_fn};
use std::net::{SocketAddr, TcpListener};
use std::path::Path;
use std::pin::pin;
use std::sync::Arc;
use std::task::Poll;
use std::time::Duration;

use axum::Router;
use axum::response::Response;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::Service;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::GracefulShutdown;
use hyper_util::service::{TowerToHyperService, TowerToHyperServiceFuture};
use tokio::sync::Semaphore;
use tokio::time::{sleep, timeout};
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::ServerConfig;
use tokio_rustls::rustls::crypto::ring;
use tokio_rustls::rustls::pki_types::pem::PemObject as _;
use tokio_rustls::rustls::pki_types::{CertificateDer, PrivateKeyDer};

use super::app::App;
use super::guard::Peer;
use super::router;
use crate::error::{Error, Place, Result};
use crate::lang::Text;

/// Connections at once. A browser holds up to six.
const CONNECTIONS: usize = 512;
/// How long a TLS handshake may take.
const HANDSHAKE: Duration = Duration::from_secs(10);
/// How long the headers of a request may take; also how long a connection may be idle.
const HEADERS: Duration = Duration::from_secs(30);
/// How long requests that have begun may take once the end was asked for.
const LAST: Duration = Duration::from_secs(10);

/// A socket that listens on `address`.
///
/// # Errors
/// Another program listens there, or the address is not this machine's.
pub fn listen(address: SocketAddr) -> Result<TcpListener> {
    let failed =
        |cause: std::io::Error| Error::new(Text::new("E710-not-listening").with("address", address.to_string())).because(cause);
    let listener = TcpListener::bind(address).map_err(failed)?;
    listener.set_nonblocking(true).map_err(failed)?;
    Ok(listener)
}

/// TLS with the certificates and the key in two PEM files.
///
/// # Errors
/// A file cannot be read, holds no certificate or key, or they do not belong together.
pub fn tls(certificates: &Path, key: &Path) -> Result<Arc<ServerConfig>> {
    let wrong = |path: &Path, cause: &dyn std::fmt::Display| {
        Error::new(Text::new("E711-no-certificate")).at(Place::file(path)).because(cause)
    };
    let chain = CertificateDer::pem_file_iter(certificates).and_then(Iterator::collect::<std::result::Result<Vec<_>, _>>);
    let chain = chain.map_err(|cause| wrong(certificates, &cause))?;
    let key_read = PrivateKeyDer::from_pem_file(key).map_err(|cause| wrong(key, &cause))?;
    let builder = ServerConfig::builder_with_provider(Arc::new(ring::default_provider()));
    let builder = builder.with_safe_default_protocol_versions().map_err(|cause| wrong(certificates, &cause))?;
    let config = builder.with_no_client_auth().with_single_cert(chain, key_read);
    Ok(Arc::new(config.map_err(|cause| wrong(certificates, &cause))?))
}

/// Serves the page until the program is asked to end (Ctrl-C, SIGTERM).
///
/// # Errors
/// The system gives no threads, or the socket is no good.
pub fn serve(app: &Arc<App>, listener: TcpListener, tls: Option<Arc<ServerConfig>>) -> Result<()> {
    serve_until(app, listener, tls, asked_to_end)
}

/// Serves the page until `end` is over; it is begun where signals can be waited for.
///
/// # Errors
/// The system gives no threads, or the socket is no good.
pub fn serve_until<E: Future<Output = ()>>(
    app: &Arc<App>,
    listener: TcpListener,
    tls: Option<Arc<ServerConfig>>,
    end: impl FnOnce() -> E,
) -> Result<()> {
    let failed = |cause: std::io::Error| Error::new(Text::new("E005-internal")).because(cause);
    let mut runtime = tokio::runtime::Builder::new_multi_thread();
    let runtime = runtime.worker_threads(2).max_blocking_threads(16).enable_io().enable_time().build().map_err(failed)?;
    runtime.block_on(async {
        let listener = tokio::net::TcpListener::from_std(listener).map_err(failed)?;
        accept(router(Arc::clone(app)), listener, tls.map(TlsAcceptor::from), end()).await;
        Ok(())
    })
}

/// Takes connections in until `end`.
async fn accept(router: Router, listener: tokio::net::TcpListener, tls: Option<TlsAcceptor>, end: impl Future<Output = ()>) {
    let (places, watch) = (Arc::new(Semaphore::new(CONNECTIONS)), GracefulShutdown::new());
    let mut end = pin!(end);
    loop {
        let accepted = poll_fn(|context| match end.as_mut().poll(context) {
            Poll::Ready(()) => Poll::Ready(None),
            Poll::Pending => listener.poll_accept(context).map(Some),
        });
        let (stream, peer) = match accepted.await {
            None => break,
            Some(Ok(accepted)) => accepted,
            Some(Err(_)) => {
                // Out of file handles, or the peer is gone already: others get their turn.
                sleep(Duration::from_millis(50)).await;
                continue;
            }
        };
        let Ok(place) = Arc::clone(&places).try_acquire_owned() else { continue };
        // Small answers go out at once instead of waiting for more.
        let _ = stream.set_nodelay(true);
        let service = FromPeer { inner: TowerToHyperService::new(router.clone()), peer: Peer(peer.ip()) };
        let (tls, watcher) = (tls.clone(), watch.watcher());
        tokio::spawn(async move {
            let _place = place;
            let mut builder = http1::Builder::new();
            builder.timer(TokioTimer::new()).header_read_timeout(HEADERS).max_buf_size(64 << 10);
            // Whoever breaks off in the middle is not told of it.
            match tls {
                None => drop(watcher.watch(builder.serve_connection(TokioIo::new(stream), service)).await),
                Some(tls) => {
                    if let Ok(Ok(stream)) = timeout(HANDSHAKE, tls.accept(stream)).await {
                        drop(watcher.watch(builder.serve_connection(TokioIo::new(stream), service)).await);
                    }
                }
            }
        });
    }
    drop(listener);
    let _ = timeout(LAST, watch.shutdown()).await;
}

/// Ends when the user or the system asks for it.
async fn asked_to_end() {
    let mut interrupt = pin!(tokio::signal::ctrl_c());
    #[cfg(unix)]
    let mut terminate = tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate()).ok();
    poll_fn(|context| {
        #[cfg(unix)]
        if terminate.as_mut().is_some_and(|terminate| terminate.poll_recv(context).is_ready()) {
            return Poll::Ready(());
        }
        interrupt.as_mut().poll(context).map(drop)
    })
    .await;
}

/// The page, for requests from one peer.
#[derive(Clone)]
struct FromPeer {
    inner: TowerToHyperService<Router>,
    peer: Peer,
}

impl Service<hyper::Request<Incoming>> for FromPeer {
    type Response = Response;
    type Error = std::convert::Infallible;
    type Future = TowerToHyperServiceFuture<Router, hyper::Request<Incoming>>;

    fn call(&self, mut request: hyper::Request<Incoming>) -> Self::Future {
        request.extensions_mut().insert(self.peer);
        self.inner.call(request)
    }
}
