"""电子邮件 over SMTP: one connection for a whole round, and the server's answer kept."""

from __future__ import annotations

import smtplib
from email.utils import parseaddr
from typing import Any, Final

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.core.mail.backends.smtp import EmailBackend

from .message import Down, Message, Refused, Unreachable

SMTP: Final = "django.core.mail.backends.smtp.EmailBackend"
# A server that answers so refuses the address or the letter for good; whatever else, it may take later.
FOR_GOOD: Final = 500


class _Hears:
    """smtplib forgets what the server said to a letter that it took: often the number of its queue."""

    said = ""

    def data(self, msg: Any) -> tuple[int, bytes]:
        code, text = super().data(msg)  # type: ignore[misc]
        self.said = f"{code} {text.decode(errors='replace')}"
        return code, text


class _Plain(_Hears, smtplib.SMTP):
    pass


class _Encrypted(_Hears, smtplib.SMTP_SSL):
    pass


class _Server(EmailBackend):
    @property
    def connection_class(self) -> type[smtplib.SMTP]:
        return _Encrypted if self.use_ssl else _Plain


class Mail:
    def __init__(self) -> None:
        self.server: Any = _Server() if settings.EMAIL_BACKEND == SMTP else get_connection()

    def send(self, message: Message) -> str:
        try:
            letter = _letter(message)
            self._wake()
            self.server.send_messages([letter])
        except smtplib.SMTPRecipientsRefused as error:
            codes = [code for code, _text in error.recipients.values()]
            raise (Refused if min(codes, default=0) >= FOR_GOOD else Unreachable)(_words(error)) from error
        except (smtplib.SMTPDataError, smtplib.SMTPSenderRefused) as error:
            raise Unreachable(_words(error)) from error
        except (smtplib.SMTPException, OSError) as error:
            self.close()
            raise Down(_words(error)) from error
        except ValueError as error:  # an address or a header that cannot be written
            raise Refused(_words(error)) from error
        return str(getattr(getattr(self.server, "connection", None), "said", ""))

    def _wake(self) -> None:
        """Servers hang up on whoever is silent for long; that is no failure of the next letter."""
        connection = getattr(self.server, "connection", None)
        if connection is not None:
            try:
                answers = connection.noop()[0] == 250
            except (smtplib.SMTPException, OSError):
                answers = False
            if not answers:
                self.close()
        self.server.open()

    def close(self) -> None:
        try:
            self.server.close()
        except (smtplib.SMTPException, OSError):
            self.server.connection = None


def _letter(message: Message) -> EmailMultiAlternatives:
    letter = EmailMultiAlternatives(message.subject, message.text, to=[message.to])
    house = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].partition("@")[2] or "localhost"
    letter.extra_headers["Message-ID"] = f"<{message.key}@{house}>"
    letter.extra_headers["Auto-Submitted"] = "auto-generated"  # so that nobody's absence note answers
    letter.attach_alternative(message.html, "text/html")
    letter.message()  # now, before a connection is opened: what cannot be written raises ValueError
    return letter


def _words(error: Exception) -> str:
    return f"{type(error).__name__}: {error}"
