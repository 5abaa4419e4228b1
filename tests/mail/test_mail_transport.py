"""The session with a server: encryption that cannot be talked out of, log-in that leaks nothing, replies of every make."""

from __future__ import annotations

import base64
import socket
import ssl
import struct
from dataclasses import replace
from datetime import UTC, datetime

import pytest
import trustme
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.letter import Enclosure, Mailbox
from pipeline.mail.accounts import accounts
from pipeline.mail.connecting import CannotConnect
from pipeline.mail.login import Secret
from pipeline.mail.message import Message, address_message, freeze
from pipeline.mail.transport import Refused, Session
from pipeline.mail.wire import Lost, Reply
from pipeline.problems import ExitCode
from tests.mail.desk import PASSWORD, QUEUED, QUICK, USER, Desk, Raw, Time, authenticator, both_ways, knows, run, server_context, start


@pytest.fixture(scope="module")
def message(letter, look, settings) -> Message:
    frozen = freeze({"sv": letter}, "sv", look, None, settings, QUEUED)
    return address_message(frozen, "avesta", Mailbox("Avesta kommun", "kommun@avesta.example"))


def deliver(session: Session, message: Message) -> Reply:
    session.open()
    session.begin(message)
    session.content(message)
    return session.end()


@pytest.fixture
def at(settings):
    """A session with the server at this port; keywords go to Settings, or are a context or a secret."""

    sessions: list[Session] = []

    def make(port: int, *, context=None, secret=None, timeouts=QUICK, **facts) -> Session:
        sessions.append(Session(replace(settings, port=port, **facts), secret, context, timeouts))
        return sessions[-1]

    yield make
    for session in sessions:
        session.abort()


# ── encryption ───────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def starttls_desk(authority):
    desk = Desk()
    controller = start(
        desk,
        tls_context=server_context(authority.issue_cert("localhost")),
        require_starttls=True,
        auth_required=True,
        authenticator=authenticator,
    )
    yield desk
    controller.stop(no_assert=True)


def test_starttls_with_log_in_and_a_private_authority(starttls_desk, at, message, trusting):
    login = {"security": "starttls", "authentication": "password", "username": USER, "context": trusting, "secret": knows(PASSWORD)}
    session = at(starttls_desk.port, **login)
    assert deliver(session, message).code == 250
    session.close()
    assert starttls_desk.taken[0][1] == message.data


def test_tls_from_the_first_byte(at, message, authority, trusting):
    desk = Desk()
    controller = start(desk, ssl_context=server_context(authority.issue_cert("localhost")))
    session = at(desk.port, security="tls", context=trusting)
    assert deliver(session, message).code == 250
    session.close()
    controller.stop(no_assert=True)


def one_shot(certificate: trustme.LeafCert, **protocol):
    """A TLS server for one connection."""
    context = server_context(certificate)
    for name, value in protocol.items():
        setattr(context, name, value)

    def talk(lines, connection):
        with context.wrap_socket(connection, server_side=True) as secured:
            secured.sendall(b"220 hej\r\n")
            secured.recv(1000)

    return Raw(talk)


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (lambda ca: ca.issue_cert("localhost", not_after=datetime(2020, 1, 1, tzinfo=UTC)), "expired"),
        (lambda ca: ca.issue_cert("smtp.other.example"), "another name"),
        (lambda _: trustme.CA().issue_cert("localhost"), "known authority"),
    ],
    ids=["expired", "another host", "unknown authority"],
)
def test_a_certificate_that_cannot_be_verified_ends_it_in_clear_words(at, authority, trusting, make, words):
    raw = one_shot(make(authority))
    with pytest.raises(CannotConnect) as caught:
        at(raw.port, security="tls", context=trusting).open()
    assert words in str(caught.value.problem.message)
    assert caught.value.problem.hint is not None
    assert caught.value.lasting


def test_the_platforms_own_authorities_do_not_know_a_private_one(at, authority):
    raw = one_shot(authority.issue_cert("localhost"))
    with pytest.raises(CannotConnect, match="that this computer does not know"):
        at(raw.port, security="tls").open()


def test_tls_older_than_1_2_is_refused(at, authority, trusting):
    with pytest.warns(DeprecationWarning, match="TLSv1_1"):
        raw = one_shot(authority.issue_cert("localhost"), maximum_version=ssl.TLSVersion.TLSv1_1)
    with pytest.raises(CannotConnect, match=r"TLS 1\.2 or newer"):
        at(raw.port, security="tls", context=trusting).open()


def test_a_server_without_starttls_gets_nothing_in_the_clear(desk, at):
    with pytest.raises(CannotConnect, match="STARTTLS") as caught:
        at(desk.port, security="starttls", authentication="password", secret=knows(PASSWORD)).open()
    assert caught.value.lasting
    assert not desk.commands


def test_words_slipped_in_before_encryption_are_refused(at, authority, trusting):
    def talk(lines, connection):
        lines.write(b"220 hej\r\n")
        lines.readline()
        lines.write(b"250-hej\r\n250 STARTTLS\r\n")
        lines.readline()
        lines.write(b"220 go\r\n250 smuggled\r\n")
        lines.readline()

    with pytest.raises(CannotConnect, match="220 go"):
        at(Raw(talk).port, security="starttls", context=trusting).open()


def test_plain_text_goes_to_this_computer_only(settings, monkeypatch):

    real = socket.socket.getpeername
    raw = Raw(lambda lines, _: lines.write(b"220 hej\r\n"))
    monkeypatch.setattr(socket.socket, "getpeername", lambda self: ("192.0.2.25", 25))
    with pytest.raises(CannotConnect, match="encryption to any other computer") as caught:
        Session(replace(settings, port=raw.port), None, timeouts=QUICK).open()
    monkeypatch.setattr(socket.socket, "getpeername", real)
    assert caught.value.lasting


def test_a_server_that_is_not_there(at):
    from tests.mail.desk import free_port

    with pytest.raises(CannotConnect) as caught:
        at(free_port()).open()
    assert not caught.value.lasting
    with pytest.raises(CannotConnect, match="nobody knows"):
        at(25, host="nowhere.invalid").open()


# ── log-in ───────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_refused_log_in_ends_the_run_and_tells_no_secret(starttls_desk, ledger, mailing, time, trusting):
    from pipeline.mail.campaign import prepare, send, standing
    from pipeline.mail.run import Conduct

    settings = replace(mailing.settings, port=starttls_desk.port, security="starttls", authentication="password", username=USER)
    mailing = replace(mailing, settings=settings)
    plan = prepare(ledger, mailing, standing(ledger, mailing.edition, mailing.document_sha256), QUEUED, 0)
    outcome = send(ledger, mailing, plan, lambda: Session(settings, knows("fel-lösen"), trusting, QUICK), time.clock, Conduct())
    assert outcome.exit_code == ExitCode.BAD_INPUT
    assert time.steady == 0, "at once"
    assert "log-in" in str(outcome.stop.problem.message)
    assert {account.state for account in accounts(ledger)} == {"pending"}
    told = repr(outcome) + str(outcome.stop.problem) + ledger.path.read_bytes().decode("latin-1")
    assert "fel-lösen" not in told
    assert base64.b64encode(b"\0nyhetsbrev\0fel-l\xc3\xb6sen").decode() not in told


def test_a_secret_shows_in_no_text():
    secret = Secret("hemligt")
    assert "hemligt" not in f"{secret} {secret!r} {[secret]} {vars(Session) and secret}"


def test_no_password_at_hand_is_said_before_anything_is_tried(starttls_desk, at, trusting):
    with pytest.raises(CannotConnect, match="found none"):
        at(starttls_desk.port, security="starttls", authentication="password", context=trusting).open()


def dialogue(*script: bytes):
    """A server that says its lines one after each line it hears, and what it heard."""
    heard: list[bytes] = []

    def talk(lines, connection):
        for line in script:
            lines.write(line)
            heard.append(lines.readline())

    return Raw(talk), heard


def test_log_in_the_old_way(at):
    raw, heard = dialogue(b"220 hej\r\n", b"250-hej\r\n250 AUTH LOGIN\r\n", b"334 VXNlcg==\r\n", b"334 UGFzcw==\r\n", b"235 ok\r\n")
    at(raw.port, authentication="password", username="åsa", secret=knows("lösen")).open()
    assert [base64.b64decode(line).decode() for line in heard[2:4]] == ["åsa", "lösen"]


def test_a_server_with_no_way_to_log_in(at):
    raw, _ = dialogue(b"220 hej\r\n", b"250-hej\r\n250 AUTH NTLM CRAM-MD5\r\n")
    with pytest.raises(CannotConnect, match="CRAM-MD5 NTLM"):
        at(raw.port, authentication="password", secret=knows("lösen")).open()


def test_a_token_that_has_expired_is_renewed_once(at):
    refused = base64.b64encode(b'{"status":"401"}')
    raw, heard = dialogue(
        b"220 hej\r\n", b"250-hej\r\n250 AUTH XOAUTH2 PLAIN\r\n", b"334 " + refused + b"\r\n", b"535 5.7.3 expired\r\n", b"235 2.7.0 ok\r\n"
    )
    asked: list[bool] = []

    def secret(again):
        asked.append(again)
        return Secret("nytt" if again else "gammalt")

    at(raw.port, authentication="xoauth2", username="a@b.example", secret=secret).open()
    assert asked == [False, True]
    assert base64.b64decode(heard[1].split()[2]) == b"user=a@b.example\x01auth=Bearer gammalt\x01\x01"
    assert heard[2] == b"\r\n", "the empty line that the server waits for"
    assert base64.b64decode(heard[3].split()[2]) == b"user=a@b.example\x01auth=Bearer nytt\x01\x01"


def test_a_token_refused_twice_is_a_lasting_fault(at):
    raw, _ = dialogue(b"220 hej\r\n", b"250-hej\r\n250 AUTH XOAUTH2\r\n", b"535 5.7.3 no\r\n", b"535 5.7.3 no\r\n")
    with pytest.raises(CannotConnect, match="535") as caught:
        at(raw.port, authentication="xoauth2", secret=lambda again: Secret("token")).open()
    assert caught.value.lasting


def test_a_log_in_put_off_may_be_tried_again_later(at):
    raw, _ = dialogue(b"220 hej\r\n", b"250-hej\r\n250 AUTH PLAIN\r\n", b"454 4.7.0 later\r\n")
    with pytest.raises(CannotConnect) as caught:
        at(raw.port, authentication="password", secret=knows("lösen")).open()
    assert not caught.value.lasting


# ── what is offered is used ──────────────────────────────────────────────────────────────────────────────────────────


@both_ways
def test_what_the_server_offers_is_used(desk, at, message):
    session = at(desk.port)
    deliver(session, message)
    session.close()
    mail, rcpt = desk.commands
    assert f"SIZE={message.size}" in mail
    assert message.size == len(desk.taken[0][1]) == len(message.data)
    offered = "DSN" in desk.extensions
    assert (f"RET=HDRS ENVID={message.token}" in mail) == offered
    assert ("NOTIFY=FAILURE,DELAY ORCPT=rfc822;kommun@avesta.example" in rcpt) == offered
    assert "8BITMIME" not in mail, "every body is 7-bit"


def test_commands_travel_together_only_where_that_is_offered(at, message):
    for extensions, together in ((b"250 PIPELINING\r\n", True), (b"250 HELP\r\n", False)):
        first: list[bytes] = []

        def talk(lines, connection, extensions=extensions, first=first):
            lines.write(b"220 hej\r\n")
            lines.readline()
            lines.write(b"250-hej\r\n" + extensions)
            connection.settimeout(0.3)
            first.append(connection.recv(4096))
            lines.write(b"554 no\r\n554 no\r\n503 no\r\n")

        session = at(Raw(talk).port)
        with pytest.raises(Refused, match="MAIL"):
            deliver(session, message)
        assert (b"RCPT TO" in first[0] and b"DATA" in first[0]) == together


def test_a_limit_smaller_than_the_message_is_known_before_sending(ledger, mailing, look):
    desk = Desk()
    controller = start(desk, data_size_limit=3000)
    outcome = run(ledger, mailing, Time(), desk.port)
    controller.stop(no_assert=True)
    assert outcome.exit_code == ExitCode.BAD_INPUT
    assert outcome.counts["pending"] == 3
    assert not desk.commands


def test_a_server_without_smtputf8_refuses_one_recipient_not_the_run(ledger, mailing):
    from tests.mail.desk import member

    desk = Desk()
    controller = start(desk, enable_SMTPUTF8=False)
    outcome = run(ledger, replace(mailing, recipients=(member(1, "åsa@avesta.example"), member(2))), Time(), desk.port)
    controller.stop(no_assert=True)
    assert [(account.state, account.note) for account in accounts(ledger)] == [("failed", "no_smtputf8"), ("sent", "")]
    assert outcome.exit_code == ExitCode.SOME_FAILED


# ── replies of every make ────────────────────────────────────────────────────────────────────────────────────────────


def server_after(prologue: list[bytes], rest: bytes):
    def talk(lines, connection):
        for line in prologue:
            lines.write(line)
            lines.readline()
        lines.write(rest)

    return Raw(talk)


@pytest.mark.parametrize(
    "greeting",
    [b"", b"hej\r\n", b"220", b"999 no\r\n", b"\x00\xff\r\n", b"220-" + b"x" * 100_000, b"220-a\r\n" * 1000 + b"220 a\r\n", b"554 no\r\n"],
)
def test_a_strange_greeting_is_a_clear_fault(at, greeting):
    raw = Raw(lambda lines, _: lines.write(greeting))
    with pytest.raises(CannotConnect):
        at(raw.port).open()


def test_an_answer_out_of_turn_is_not_taken_for_acceptance(at, message, ledger, mailing):
    """A server that says 250 before the message was whole must not make it count as sent."""
    connections = 0

    def talk(lines, connection):
        nonlocal connections
        connections += 1
        lines.write(b"220 hej\r\n")
        lines.readline()
        lines.write(b"250 hej\r\n")
        for reply in (b"250 ok\r\n", b"250 ok\r\n", b"354 go\r\n250 queued already\r\n"):
            lines.readline()
            lines.write(reply)
        while lines.readline() not in (b".\r\n", b""):
            pass

    raw = Raw(talk, connections=20)
    outcome = run(ledger, mailing, Time(), raw.port, patience=0)
    assert outcome.counts["sent"] == 0
    assert outcome.exit_code == ExitCode.TRY_LATER, "nobody is refused by it either"
    assert connections >= 3


REPLIES = st.lists(
    st.one_of(
        st.sampled_from(
            [b"250 ok", b"250-more", b"354 go", b"451 4.3.0 later", b"550 5.1.1 no", b"421 bye", b"221 bye", b"", b"250", b"5"]
        ),
        st.binary(max_size=40),
    ),
    max_size=8,
)


@given(REPLIES, st.booleans())
@settings(max_examples=60)
def test_whatever_a_server_says_only_a_2xx_to_the_end_of_data_counts_as_sent(tmp_path_factory, message, at_port, replies, pipelining):
    heard_dot: list[bool] = []
    said: list[bytes] = []

    def talk(lines, connection):
        lines.write(b"220 hej\r\n")
        lines.readline()
        lines.write(b"250-hej\r\n250 PIPELINING\r\n" if pipelining else b"250 hej\r\n")
        for reply in replies:
            line = lines.readline()
            while line not in (b".\r\n", b"") and not line.startswith((b"MAIL", b"RCPT", b"DATA", b"RSET", b"QUIT")):
                line = lines.readline()
            heard_dot.append(line == b".\r\n")
            said.append(reply)
            lines.write(reply + b"\r\n")

    raw = Raw(talk)
    session = at_port(raw.port)
    try:
        answer = deliver(session, message)
    except (Lost, CannotConnect, Refused):
        answer = None
    finally:
        session.abort()
        raw.join(5)
    if answer is not None and answer.code < 300:
        assert True in heard_dot, "sent without the server having seen the end"


@pytest.fixture(scope="module")
def at_port(settings):
    return lambda port: Session(replace(settings, port=port), None, timeouts=replace(QUICK, command=1, end_of_data=1))


@given(st.binary(max_size=300))
@settings(max_examples=100)
def test_any_bytes_make_a_printable_reply_or_a_loss(data):

    from pipeline.mail.wire import Wire

    ours, theirs = socket.socketpair()
    with ours, theirs:
        theirs.sendall(data)
        theirs.shutdown(socket.SHUT_WR)
        try:
            reply = Wire(ours).reply(1)
        except Lost:
            return
        assert 200 <= reply.code <= 599
        assert reply.words.isprintable()
        assert len(reply.words) <= 500
        assert reply.enhanced == "" or reply.enhanced[0] == str(reply.code)[0]


def test_no_command_can_carry_a_second_one():

    from pipeline.mail.wire import Wire

    ours, theirs = socket.socketpair()
    with ours, theirs, pytest.raises(ValueError, match="control"):
        Wire(ours).command("MAIL FROM:<a@b.example>\r\nRCPT TO:<c@d.example>", timeout=1)


def test_a_connection_lost_in_the_midst_of_the_content_leaves_no_doubt(ledger, mailing):
    connections: list[int] = []
    taken: list[bytes] = []

    def talk(lines, connection):
        connections.append(1)
        lines.write(b"220 hej\r\n")
        lines.readline()
        lines.write(b"250 hej\r\n")
        while line := lines.readline():
            lines.write(b"354 go\r\n" if line == b"DATA\r\n" else b"250 ok\r\n")
            if line == b"DATA\r\n" and len(connections) == 1:
                connection.recv(5000)
                connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
                return
            if line == b"DATA\r\n":
                message = bytearray()
                while not message.endswith(b"\r\n.\r\n"):
                    message += connection.recv(1 << 20)
                taken.append(bytes(message))
                lines.write(b"250 ok\r\n")

    large = replace(mailing, enclosure=Enclosure(b"%PDF" + bytes(5_000_000), 4), recipients=mailing.recipients[:1])
    raw = Raw(talk, connections=2)
    outcome = run(ledger, large, Time(), raw.port)
    assert outcome.exit_code == ExitCode.DONE
    assert len(connections) == 2
    assert len(taken) == 1


def test_a_refusal_in_the_midst_of_the_content_counts_and_the_rest_is_not_sent(ledger, mailing):
    """Some servers say what they think of a message before they have all of it."""

    def talk(lines, connection):
        lines.write(b"220 hej\r\n")
        lines.readline()
        lines.write(b"250 hej\r\n")
        for reply in (b"250 ok\r\n", b"250 ok\r\n", b"354 go\r\n550 5.1.1 finns inte\r\n"):
            lines.readline()
            lines.write(reply)
        while lines.readline() not in (b".\r\n", b""):
            pass

    raw = Raw(talk, connections=1)
    outcome = run(ledger, replace(mailing, recipients=mailing.recipients[:1]), Time(), raw.port, patience=0)
    assert outcome.counts["failed"] == 1
    assert next(accounts(ledger)).answer == "550 5.1.1 finns inte"


def test_a_server_that_breaks_off_while_it_is_told_to_forget_is_met_anew(ledger, mailing):
    refused: list[bytes] = []

    def talk(lines, connection):
        lines.write(b"220 hej\r\n")
        lines.readline()
        lines.write(b"250 hej\r\n")
        while line := lines.readline():
            if line.startswith(b"RSET"):
                return
            if line.startswith(b"RCPT") and not refused:
                refused.append(line)
                lines.write(b"550 5.1.1 no\r\n")
            elif line.startswith(b"DATA"):
                lines.write(b"354 go\r\n")
                while lines.readline() not in (b".\r\n", b""):
                    pass
                lines.write(b"250 ok\r\n")
            else:
                lines.write(b"250 ok\r\n")

    raw = Raw(talk, connections=2)
    outcome = run(ledger, mailing, Time(), raw.port)
    assert (outcome.counts["failed"], outcome.counts["sent"]) == (1, 2)
