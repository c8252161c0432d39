"""Configuration from environment variables; every variable has a working default."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone
from functools import cache
from ipaddress import ip_network
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import Field, PlainValidator, ValidationError, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError

#: Asia/Shanghai has had no daylight saving time since 1991: a fixed offset needs no time zone database.
SHANGHAI = timezone(timedelta(hours=8), "Asia/Shanghai")

_EXPECTED = {
    "IPDESK_HOST": "应是要监听的地址，例如 127.0.0.1",
    "IPDESK_PORT": "应是 1 到 65535 之间的整数，例如 8080",
    "IPDESK_DATA": "应是一个可以写入的文件夹，例如 ./var",
    "DATABASE_URL": "应是数据库地址，例如 sqlite:///var/ipdesk.sqlite3 或 postgresql://用户@主机:5432/库名",
    "REDIS_URL": "应以 redis:// 或 rediss:// 开头，例如 redis://127.0.0.1:6379/0",
    "IPDESK_REDIS_PREFIX": "应由字母、数字、横线组成，例如 ipdesk；几套系统共用一个 Redis 时各写各的",
    "IPDESK_TODAY": "应是写成 YYYY-MM-DD 的日期，例如 2025-01-31",
    "IPDESK_HUMAN_CONTACT": "不能是空白，应写明可以找谁",
    "IPDESK_PUBLIC_URL": "应是手机能打开的本系统地址，例如 https://desk.example.gov.cn",
    "IPDESK_KEEP_DAYS": "应是 1 到 3650 之间的整数，例如 180，表示对话保存多少天",
    "IPDESK_LOG": "应是 text（给人看）或 json（给程序读）",
    "IPDESK_METRICS_FROM": "应是可以读取 /metrics 的网段，多个用空格隔开，例如 10.0.0.0/8 192.168.1.5/32",
    "IPDESK_PROXIES": "应是前面的反向代理所在的网段，多个用空格隔开，例如 172.18.0.0/16 10.0.0.5/32",
    "IPDESK_PER_ADDRESS": "应是 0 到 1000 之间的数，表示每个网络地址平均每秒最多发几条消息，0 表示不限",
    "IPDESK_HSTS_DAYS": "应是 0 到 3650 之间的整数，表示让浏览器在多少天里只用 https 访问，0 表示不要求",
    "IPDESK_EMBED_ORIGINS": "应是可以嵌入咨询窗口的网站地址，多个用空格隔开，例如 https://www.example.gov.cn",
}
#: Values that may hold a password and are therefore never repeated in a message.
_SECRET = frozenset({"DATABASE_URL", "REDIS_URL"})


class SettingsError(ValueError):
    """A variable has a value that can't be used; the text says which one and what it should be."""


def _path(value: object) -> Path:
    text = str(value).strip()
    if not text or "\0" in text:
        raise ValueError("no folder name")
    path = Path(text).expanduser()
    if path.exists() and not path.is_dir():
        raise ValueError("not a folder")
    return path


class Settings(BaseSettings):
    """What the program reads from its environment. An empty variable counts as not set."""

    model_config = SettingsConfigDict(env_ignore_empty=True, extra="ignore", frozen=True, populate_by_name=True)

    host: str = Field(default="127.0.0.1", validation_alias="IPDESK_HOST", pattern=r"^[^\s/]+$")
    port: int = Field(default=8080, validation_alias="IPDESK_PORT", ge=1, le=65535)
    data: Annotated[Path, PlainValidator(_path)] = Field(default=Path("var"), validation_alias="IPDESK_DATA")
    database_url_given: str | None = Field(default=None, validation_alias="DATABASE_URL", repr=False)
    redis_url: str | None = Field(default=None, validation_alias="REDIS_URL", pattern=r"^rediss?://\S+$", repr=False)
    #: Stands before all names in Redis: the processes of one installation have the same.
    redis_prefix: str = Field(default="ipdesk", validation_alias="IPDESK_REDIS_PREFIX", pattern=r"^[A-Za-z0-9-]{1,40}$")
    today: date | None = Field(default=None, validation_alias="IPDESK_TODAY")
    human_contact: str = Field(default="12345 政务服务便民热线", validation_alias="IPDESK_HUMAN_CONTACT", min_length=1)

    #: Days after its last message until a conversation is deleted.
    keep_days: int = Field(default=180, validation_alias="IPDESK_KEEP_DAYS", ge=1, le=3650)

    embed_origins_given: str = Field(
        default="",
        validation_alias="IPDESK_EMBED_ORIGINS",
        pattern=r"^\s*(https?://[A-Za-z0-9.\-\[\]:]+\s*)*$",
    )

    #: Where phones reach the server, for the codes that they scan; without it the address that the kiosk itself uses.
    public_url: str | None = Field(
        default=None, validation_alias="IPDESK_PUBLIC_URL", pattern=r"^https?://[A-Za-z0-9.\-\[\]:]+/?$"
    )

    #: Lines for people, or JSON objects for programs.
    log: Literal["text", "json"] = Field(default="text", validation_alias="IPDESK_LOG")

    metrics_from_given: str = Field(default="", validation_alias="IPDESK_METRICS_FROM")

    #: Whose word about where a request comes from is believed, besides this machine's own.
    proxies_given: str = Field(default="", validation_alias="IPDESK_PROXIES")

    #: Messages a second in the long run from one address.
    per_address: float = Field(default=5.0, validation_alias="IPDESK_PER_ADDRESS", ge=0, le=1000, allow_inf_nan=False)

    #: For so many days browsers are told to come by https only.
    hsts_days: int = Field(default=0, validation_alias="IPDESK_HSTS_DAYS", ge=0, le=3650)

    @field_validator("metrics_from_given", "proxies_given")
    @classmethod
    def _networks(cls, value: str) -> str:
        for network in value.split():
            ip_network(network)
        return value

    @field_validator("human_contact", mode="before")
    @classmethod
    def _strip(cls, value: object) -> object:
        return value.strip() if isinstance(value, str) else value

    @field_validator("today", mode="before")
    @classmethod
    def _iso_date(cls, value: object) -> object:
        return date.fromisoformat(value.strip()) if isinstance(value, str) else value

    @field_validator("database_url_given")
    @classmethod
    def _supported(cls, value: str | None) -> str | None:
        if value is None:
            return None
        if value.startswith("postgres://"):
            value = "postgresql://" + value.removeprefix("postgres://")
        try:
            backend = make_url(value).get_backend_name()
        except ArgumentError:
            raise ValueError("not a database address") from None
        if backend not in {"sqlite", "postgresql"}:
            raise ValueError("neither SQLite nor PostgreSQL")
        return value

    @property
    def embed_origins(self) -> tuple[str, ...]:
        """Origins of the sites whose pages may hold the chat widget."""
        return tuple(self.embed_origins_given.split())

    @property
    def metrics_from(self) -> tuple[str, ...]:
        """Networks that may read the figures at /metrics besides this machine."""
        return tuple(self.metrics_from_given.split())

    @property
    def proxies(self) -> tuple[str, ...]:
        """Networks of the proxies in front."""
        return tuple(self.proxies_given.split())

    @property
    def database_url(self) -> str:
        """The database's address; without DATABASE_URL a SQLite file in the data folder."""
        return self.database_url_given or f"sqlite:///{self.data / 'ipdesk.sqlite3'}"


def _sentence(error: ValidationError) -> str:
    sentences = []
    for item in error.errors():
        name = str(item["loc"][0])
        given = "" if name in _SECRET else f"（现在是“{item['input']}”）"
        sentences.append(f"环境变量 {name} 的值不对{given}：{_EXPECTED[name]}。")
    return "".join(sentences)


def read_settings(**given: Any) -> Settings:
    """The settings as the environment has them now, ``given`` in the place of variables of these names. Raises
    SettingsError with a sentence that names the variable."""
    try:
        return Settings(**given)
    except ValidationError as error:
        raise SettingsError(_sentence(error)) from None


@cache
def settings() -> Settings:
    """The settings, read once (``settings.cache_clear()`` reads them again). Raises SettingsError."""
    return read_settings()


def today() -> date:
    """The day answers are "as of": IPDESK_TODAY, else the date in Asia/Shanghai."""
    return settings().today or datetime.now(UTC).astimezone(SHANGHAI).date()
