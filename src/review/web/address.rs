//! Under which address is the page served, and is a request meant for it?
//!
//! Three ways only: on loopback; on a network with TLS; behind a proxy that is named and does the TLS. Everything that tells one
//! address from another follows from here: the cookie's name, what sessions are bound to, which `Host` and `Origin` are ours.

use std::net::{IpAddr, SocketAddr};

use crate::error::{Error, Result};
use crate::lang::Text;

/// The address that people type, and what follows from it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Address {
    /// `http://127.0.0.1:8750`, without a slash at the end.
    origin: String,
    /// Every `host:port` that is this page.
    hosts: Vec<String>,
    is_secure: bool,
    /// The proxy that alone may connect. None: everybody may.
    proxy: Option<IpAddr>,
    port: u16,
}

impl Address {
    /// The page on this machine alone, without TLS.
    pub fn loopback(port: u16) -> Self {
        let hosts = ["127.0.0.1", "localhost", "[::1]"].map(|host| format!("{host}:{port}"));
        Self { origin: format!("http://127.0.0.1:{port}"), hosts: hosts.into(), is_secure: false, proxy: None, port }
    }

    /// The page on a network, TLS done here; `origin` is what people type. None: the address listened on.
    ///
    /// # Errors
    /// `origin` is no `https://host` or `https://host:port`.
    pub fn tls(listen: SocketAddr, origin: Option<&str>) -> Result<Self> {
        let typed = origin.map_or_else(|| format!("https://{listen}"), str::to_owned);
        let (host, port) = authority(&typed)?;
        Ok(Self::secure(&host, port, listen.port(), None))
    }

    /// The page behind the proxy at `proxy`, which does the TLS and passes `Host` on; `origin` is what people type.
    ///
    /// # Errors
    /// `origin` is no `https://host` or `https://host:port`.
    pub fn behind_proxy(listen: SocketAddr, proxy: IpAddr, origin: &str) -> Result<Self> {
        let (host, port) = authority(origin)?;
        Ok(Self::secure(&host, port, listen.port(), Some(proxy)))
    }

    fn secure(host: &str, port: u16, listens: u16, proxy: Option<IpAddr>) -> Self {
        let with_port = format!("{host}:{port}");
        // Browsers leave the usual port out.
        let (origin, hosts) = match port {
            443 => (format!("https://{host}"), vec![host.to_owned(), with_port]),
            _ => (format!("https://{with_port}"), vec![with_port]),
        };
        Self { origin, hosts, is_secure: true, proxy, port: listens }
    }

    /// What people type.
    pub fn origin(&self) -> &str {
        &self.origin
    }

    /// Whether people reach it through TLS.
    pub fn is_secure(&self) -> bool {
        self.is_secure
    }

    /// What sessions are bound to: a token from another address or port is no good here.
    pub fn bound(&self) -> String {
        format!("{} {}", self.origin, self.port)
    }

    /// The name of the session's cookie. It holds the port because browsers send cookies to every port of a host; `__Host-` keeps
    /// other hosts of the same domain from setting it.
    pub fn cookie(&self) -> String {
        let prefix = if self.is_secure { "__Host-" } else { "" };
        format!("{prefix}thamdinh-{}", self.port)
    }

    /// Whether `host` names this page. A page elsewhere whose name was pointed at this machine does not pass.
    pub fn is_host(&self, host: &str) -> bool {
        self.hosts.iter().any(|own| own.eq_ignore_ascii_case(host))
    }

    /// Whether a request that changes something comes from this page itself: by `Origin`, which browsers send with every form, or
    /// else by `Sec-Fetch-Site`. One that says neither is refused.
    pub fn is_own_request(&self, origin: Option<&str>, site: Option<&str>) -> bool {
        match (origin, site) {
            (_, Some(site)) if site != "same-origin" => false,
            (Some(origin), _) => {
                let scheme = if self.is_secure { "https://" } else { "http://" };
                origin.strip_prefix(scheme).is_some_and(|host| self.is_host(host))
            }
            (None, site) => site.is_some(),
        }
    }

    /// Whether `peer` may connect at all.
    pub fn may_connect(&self, peer: IpAddr) -> bool {
        self.proxy.is_none_or(|proxy| proxy.to_canonical() == peer.to_canonical())
    }

    /// Whether `X-Forwarded-For` may be believed.
    pub fn has_proxy(&self) -> bool {
        self.proxy.is_some()
    }
}

/// Host and port of `https://host[:port]`.
fn authority(origin: &str) -> Result<(String, u16)> {
    let wrong = || Error::new(Text::new("E709-no-origin").with("origin", origin.to_owned()));
    let rest = origin.trim_end_matches('/').strip_prefix("https://").ok_or_else(wrong)?;
    let (host, port) = match rest.rsplit_once(':') {
        Some((host, port)) if !port.ends_with(']') => (host, port.parse().map_err(|_| wrong())?),
        _ => (rest, 443),
    };
    let is_fine = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | ':' | '[' | ']');
    if host.is_empty() || !host.chars().all(is_fine) {
        return Err(wrong());
    }
    Ok((host.to_ascii_lowercase(), port))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn listen(port: u16) -> SocketAddr {
        SocketAddr::from(([10, 0, 0, 5], port))
    }

    #[test]
    fn only_the_names_of_this_page_are_its_own() {
        let here = Address::loopback(8750);
        for (host, is_own) in [
            ("127.0.0.1:8750", true),
            ("localhost:8750", true),
            ("LOCALHOST:8750", true),
            ("[::1]:8750", true),
            ("127.0.0.1:8751", false),
            ("127.0.0.1", false),
            ("evil.example:8750", false),
            ("", false),
        ] {
            assert_eq!(here.is_host(host), is_own, "{host}");
        }
        let proxied = Address::behind_proxy(listen(8750), IpAddr::from([10, 0, 0, 1]), "https://Tham-Dinh.example/").unwrap();
        assert!(
            proxied.is_host("tham-dinh.example") && proxied.is_host("tham-dinh.example:443") && !proxied.is_host("10.0.0.5:8750")
        );
        assert!(proxied.may_connect(IpAddr::from([10, 0, 0, 1])) && !proxied.may_connect(IpAddr::from([10, 0, 0, 2])));
    }

    #[test]
    fn a_request_of_another_origin_is_not_ours() {
        let here = Address::loopback(8750);
        for (origin, site, is_own) in [
            (Some("http://127.0.0.1:8750"), None, true),
            (Some("http://localhost:8750"), Some("same-origin"), true),
            (None, Some("same-origin"), true),
            (None, None, false),
            (Some("null"), None, false),
            (Some("null"), Some("same-origin"), false),
            (Some("https://127.0.0.1:8750"), None, false),
            (Some("http://127.0.0.1:8751"), Some("same-site"), false),
            (Some("http://127.0.0.1:8750"), Some("cross-site"), false),
            (Some("http://evil.example"), None, false),
            (None, Some("none"), false),
        ] {
            assert_eq!(here.is_own_request(origin, site), is_own, "{origin:?} {site:?}");
        }
    }

    #[test]
    fn cookies_are_named_after_the_port() {
        assert_eq!(Address::loopback(8750).cookie(), "thamdinh-8750");
        let secure = Address::tls(listen(8443), None).unwrap();
        assert_eq!((secure.cookie().as_str(), secure.origin()), ("__Host-thamdinh-8443", "https://10.0.0.5:8443"));
        assert_ne!(Address::loopback(1).bound(), Address::loopback(2).bound());
    }

    #[test]
    fn an_origin_is_an_https_address_and_nothing_more() {
        for wrong in ["http://a.example", "a.example", "https://", "https://a.example/x", "https://a b", "https://a.example:port"]
        {
            assert_eq!(Address::tls(listen(1), Some(wrong)).err().map(|error| error.id()), Some("E709-no-origin"), "{wrong}");
        }
        assert_eq!(Address::tls(listen(8443), Some("https://a.example")).unwrap().origin(), "https://a.example");
        assert_eq!(Address::tls(listen(1), Some("https://[fd00::1]:8443")).unwrap().origin(), "https://[fd00::1]:8443");
    }
}
