"""A university's OpenID Connect server, as small as one can be."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

import jwt

CLIENT = "periplus"


class University:
    """Answers discovery, token and userinfo for one person at a time, as `claims` say."""

    def __init__(self) -> None:
        self.claims: dict[str, Any] = {}
        self.server = HTTPServer(("127.0.0.1", 0), self._answers())
        self.url = f"http://127.0.0.1:{self.server.server_port}"

    @property
    def settings(self) -> dict[str, Any]:
        app = {
            "provider_id": "university",
            "name": "University account",
            "client_id": CLIENT,
            "secret": "shared",
            "settings": {"server_url": self.url},
        }
        return {"openid_connect": {"EMAIL_AUTHENTICATION": True, "APPS": [app]}}

    def _replies(self) -> dict[str, Any]:
        url = self.url
        return {
            "/.well-known/openid-configuration": {
                "issuer": url,
                "authorization_endpoint": f"{url}/authorise",
                "token_endpoint": f"{url}/token",
                "userinfo_endpoint": f"{url}/userinfo",
                "jwks_uri": f"{url}/keys",
            },
            "/token": {
                "access_token": "once",
                "token_type": "Bearer",
                "id_token": jwt.encode(
                    {"iss": url, "aud": CLIENT, **self.claims}, "x" * 32, algorithm="HS256"
                ),
            },
            "/userinfo": self.claims,
        }

    def _answers(self) -> type[BaseHTTPRequestHandler]:
        university = self

        class Answers(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                text = json.dumps(university._replies()[self.path]).encode()
                self.send_response(200)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(text)))
                self.end_headers()
                self.wfile.write(text)

            def do_POST(self) -> None:
                self.rfile.read(int(self.headers["Content-Length"]))
                self.do_GET()

            def log_message(self, *_words: object) -> None:
                """A test says what it has to say by itself."""

        return Answers


@contextmanager
def opened() -> Iterator[University]:
    university = University()
    thread = threading.Thread(target=university.server.serve_forever, daemon=True)
    thread.start()
    try:
        yield university
    finally:
        university.server.shutdown()
        university.server.server_close()
        thread.join()
