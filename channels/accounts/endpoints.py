"""GET /api/v1/session, POST /api/v1/session/open, …/close and …/password"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy import Engine

from channels.accounts.errors import AccountError
from channels.accounts.passwords import TooBusy
from channels.accounts.sessions import caller_of
from channels.accounts.signing_in import change_password, sign_in, sign_out
from channels.accounts.throttle import TooManyAttempts
from channels.accounts.users import ROLE_NAMES, any_user
from channels.api.call import Call, Caller, Role
from channels.api.endpoint import endpoint
from channels.api.refused import Refused

_NOBODY_YET = "还没有可以登录的账号。请在服务器上运行 ipdesk users add 添加一个。"


class Credentials(BaseModel):
    """What one signs in with."""

    model_config = ConfigDict(extra="forbid")

    name: str = Field(min_length=1, max_length=100)
    password: str = Field(min_length=1, max_length=1000)


class NewPassword(BaseModel):
    """The password so far, and the one from now on."""

    model_config = ConfigDict(extra="forbid")

    old_password: str = Field(min_length=1, max_length=1000)
    password: str = Field(min_length=1, max_length=1000)


class Nothing(BaseModel):
    """An empty JSON object."""

    model_config = ConfigDict(extra="forbid")


class SignedIn(BaseModel):
    """The person signed in. ``csrf`` goes into the header X-CSRF-Token of every request that changes something."""

    name: str
    display_name: str
    role: Role
    role_name: str
    csrf: str


class SessionState(BaseModel):
    """``user`` is left out where nobody is signed in; ``notice`` is then a sentence if nobody could be."""

    user: SignedIn | None = None
    notice: str | None = None


class Done(BaseModel):
    """What was done, in a sentence."""

    sentence: str


class SessionApi:
    """Signing in and out."""

    def __init__(self, engine: Callable[[], Engine]) -> None:
        self._engine = engine

    @endpoint("GET", "/api/v1/session", role=None, summary="Who is signed in.")
    def session(self, call: Call) -> SessionState:
        """The person, or nobody."""
        if call.caller is not None:
            return SessionState(user=_signed_in(call.caller))
        return SessionState(notice=None if any_user(self._engine()) else _NOBODY_YET)

    @endpoint(
        "POST", "/api/v1/session/open", role=None, summary="Sign in; sets the session cookie.", refusals=(401, 429)
    )
    def open(self, call: Call, body: Credentials) -> SessionState:
        """Sign in."""
        with _in_words():
            try:
                token = sign_in(self._engine(), body.name.strip().lower(), body.password, call.address)
            except AccountError as error:
                raise Refused(401, str(error)) from None
        caller = caller_of(self._engine(), token)
        if caller is None:  # disabled in the same moment
            raise Refused(401, "这个账号刚刚停用了，请联系管理员。")
        call.new_token = token
        return SessionState(user=_signed_in(caller))

    @endpoint("POST", "/api/v1/session/close", role="clerk", summary="Sign out; takes the cookie away.")
    def close(self, call: Call, body: Nothing) -> Done:
        """Sign out."""
        del body
        sign_out(self._engine(), call.person, call.token or "", call.address)
        call.logged, call.new_token = True, ""
        return Done(sentence="已退出登录。")

    @endpoint(
        "POST", "/api/v1/session/password", role="clerk", summary="Change one's own password.", refusals=(422, 429)
    )
    def password(self, call: Call, body: NewPassword) -> Done:
        """Change the password; other sessions of the account end."""
        with _in_words():
            change_password(self._engine(), call.person, body.old_password, body.password, call.address)
        call.logged = True
        return Done(sentence="密码已经改好。在别处的登录已经退出。")


def _signed_in(caller: Caller) -> SignedIn:
    return SignedIn(
        name=caller.name,
        display_name=caller.display_name,
        role=caller.role,
        role_name=ROLE_NAMES[caller.role],
        csrf=caller.csrf,
    )


@contextmanager
def _in_words() -> Iterator[None]:
    try:
        yield
    except TooManyAttempts as error:
        raise Refused(429, _too_many(error.seconds), retry_after=error.seconds) from None
    except TooBusy:
        raise Refused(503, "现在登录的人太多，请过几秒钟再试。", retry_after=5) from None
    except AccountError as error:
        raise Refused(422, str(error), {error.field: str(error)} if error.field else None) from None


def _too_many(seconds: int) -> str:
    wait = f"{seconds}秒" if seconds <= 90 else f"{-(-seconds // 60)}分钟"
    return f"密码试错的次数太多了，请{wait}以后再试。忘了密码，请管理员在服务器上用 ipdesk users passwd 重设。"
