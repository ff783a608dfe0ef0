"""What each environment variable means, for the reference page."""

# ruff: noqa: E501 -- a table of sentences

MEANINGS = {
    "PERIPLUS_ALLOWED_HOSTS": "Names under which the server may be called.",
    "PERIPLUS_DATABASE_URL": "Address of the database. Without it, `periplus up` starts its own.",
    "PERIPLUS_DEBUG": "Shows programmers' error pages. Never on a real server.",
    "PERIPLUS_DEMO": "Demo mode: one-click roles on the first page. Never with real records.",
    "PERIPLUS_EMAIL_FROM": "Sender of all letters.",
    "PERIPLUS_EMAIL_HOST": "Mail server. Without it, letters go into the folder `mail` of the installation.",
    "PERIPLUS_EMAIL_PASSWORD": "Password at the mail server.",
    "PERIPLUS_EMAIL_PORT": "Port of the mail server.",
    "PERIPLUS_EMAIL_TLS": "Whether the mail server demands STARTTLS.",
    "PERIPLUS_EMAIL_USER": "User at the mail server.",
    "PERIPLUS_GUARD_READS": "Refuses every write during a GET, for developers and tests.",
    "PERIPLUS_HOME": "Folder of the installation: documents, letters, logs and, if embedded, the database.",
    "PERIPLUS_HTTPS": "The server stands behind HTTPS: secure cookies and strict transport.",
    "PERIPLUS_OIDC_CLIENT_ID": "Name of this installation at the university's sign-in (OpenID Connect).",
    "PERIPLUS_OIDC_CLIENT_SECRET": "Secret of this installation there.",
    "PERIPLUS_OIDC_DOMAINS": "E-mail domains whose people are added at their first sign-in there. Without it, nobody is.",
    "PERIPLUS_OIDC_NAME": "What the button on the sign-in page says.",
    "PERIPLUS_OIDC_SERVER_URL": "Address of the university's OpenID Connect server. Without it, no such button.",
    "PERIPLUS_SECRET_KEY": "Secret that signs sessions. `periplus up` makes one and keeps it.",
    "PERIPLUS_SITE_URL": "Address in letters and feeds.",
    "PERIPLUS_TEST_NAME": "Name of the test database, for developers.",
    "PERIPLUS_TRUSTED_ORIGINS": "Origins that may send forms, with scheme, behind a proxy.",
    "PERIPLUS_TRUSTED_PROXIES": "How many proxies stand in front: limits on sign-in must count the right addresses.",
    "PERIPLUS_UPLOAD_MEGABYTES": "Largest upload.",
}
OUTSIDE_SETTINGS = {
    "PERIPLUS_DATABASE_OWNER_URL": "The same database as the owner of its tables, for `periplus migrate`.",
}
