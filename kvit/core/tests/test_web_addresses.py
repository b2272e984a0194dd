"""Which addresses may be called, and what tricks make of them (S24 of the attacks we test)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kvit.core import web_addresses
from kvit.core.errors import Refused

REFUSED = {
    "http://example.com/hook": "url.not_https",
    "ftp://example.com/hook": "url.not_https",
    "file:///etc/passwd": "url.not_https",
    "gopher://example.com": "url.not_https",
    "javascript:alert(1)": "url.not_https",
    "//example.com/": "url.not_https",
    "example.com/hook": "url.not_https",
    "https://": "url.bad",
    "https:///hook": "url.bad",
    "": "url.bad",
    "https://exa mple.com/": "url.bad",
    "https://example.com\\@evil.com/": "url.bad",
    "https://example.com/\r\nX: y": "url.bad",
    "https://exämple.com/": "url.bad",
    "https://１２７.0.0.1/": "url.bad",
    "https://example.com:port/": "url.bad",
    "https://example.com:99999/": "url.bad",
    "https://[::1/": "url.bad",
    "https://[fe80::1%25eth0]/": "url.bad",
    "https://example.com/#part": "url.bad",
    "https://example.com/" + "x" * 500: "url.bad",
    "https://user@example.com/": "url.login",
    "https://user:word@example.com/": "url.login",
    "https://example.com@evil.com/": "url.login",
    "https://@example.com/": "url.login",
    "https://example.com:22/": "url.port",
    "https://example.com:25/": "url.port",
    "https://example.com:80/": "url.port",
    "https://example.com:5432/": "url.port",
    "https://example.com:0/": "url.port",
}


@pytest.mark.parametrize("url", REFUSED)
def test_what_is_no_public_https_address_is_refused(url):
    with pytest.raises(Refused) as refused:
        web_addresses.read(url)
    assert refused.value.code == REFUSED[url]


def test_an_address_is_read():
    found = web_addresses.read("https://hooks.example.com:8443/kvit?x=1")
    assert (found.host, found.port, found.target) == ("hooks.example.com", 8443, "/kvit?x=1")
    assert web_addresses.read("https://EXAMPLE.com").host == "example.com"
    assert web_addresses.read("https://example.com").target == "/"


OURS = [
    "127.0.0.1", "127.8.9.1", "0.0.0.0", "10.0.0.1", "172.16.0.1", "172.31.255.255", "192.168.1.1",
    "169.254.169.254", "169.254.0.1", "100.64.0.1", "100.100.100.200", "192.0.0.192", "192.0.2.1", "198.18.0.1",
    "198.51.100.1", "203.0.113.1", "224.0.0.1", "239.255.255.255", "240.0.0.1", "255.255.255.255",
    "::", "::1", "::ffff:127.0.0.1", "::ffff:8.8.8.8", "::ffff:7f00:1", "fe80::1",
    "fc00::1", "fd00:ec2::254", "ff02::1",
    "64:ff9b::7f00:1", "64:ff9b::a9fe:a9fe", "64:ff9b:1::1", "2002:7f00:1::", "2002:a9fe:a9fe::1", "2001::1",
    "2001:db8::1", "nonsense", "127.1", "0x7f000001", "2130706433", "",
]  # fmt: skip


@pytest.mark.parametrize("address", OURS)
def test_our_own_network_is_not_public(address):
    assert not web_addresses.is_public(address)


@pytest.mark.parametrize("address", ["8.8.8.8", "1.1.1.1", "93.184.215.14", "2606:4700:4700::1111", "2a00:1450::1"])
def test_the_open_network_is_public(address):
    assert web_addresses.is_public(address)


@given(st.text(max_size=80))
def test_no_text_breaks_the_reader(text):
    try:
        found = web_addresses.read(text)
    except Refused as refused:
        assert refused.code.startswith("url.")
    else:
        assert found.host


@given(
    st.ip_addresses(network="10.0.0.0/8") | st.ip_addresses(network="127.0.0.0/8") | st.ip_addresses(network="fc00::/7")
)
def test_no_private_address_is_public(address):
    assert not web_addresses.is_public(str(address))
