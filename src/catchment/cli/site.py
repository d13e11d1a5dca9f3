"""Commands that keep a network running: serve, worker, doctor."""

from pathlib import Path

import click

from catchment.cli import portal_state, steps
from catchment.cli.common import example, network_option
from catchment.network.errors import BadInput, PromiseFailed


@click.command(epilog=example("catchment serve --network my-network --port 8000"))
@network_option
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", type=click.IntRange(1, 65535), default=8000, show_default=True)
def serve(network_dir: Path, host: str, port: int) -> None:
    """Serve the portal from the published release. Its process gets no path to the warehouse."""
    steps.serve(network_dir, host, port)


@click.command(epilog=example("catchment worker --network my-network"))
@network_option
def worker(network_dir: Path) -> None:
    """Run the jobs that people start in the portal: builds, attacks, publishing."""
    from catchment.worker import run

    run(network_dir.resolve(), portal_state.database(network_dir))


@click.command(epilog=example("catchment doctor --network my-network"))
@network_option
@click.option("--strict", is_flag=True, help="Exit code 1 for what is unsafe, too.")
def doctor(network_dir: Path, strict: bool) -> None:
    """Look a network over, from its settings to its published files.

    It says what is WRONG, and what is UNSAFE: that works, and should not stay so. Exit code 1 if something is
    wrong.
    """
    from catchment.cli.checkup import Grade, examine

    findings = examine(network_dir)
    for finding in findings:
        click.echo(f"{finding.grade:6} {finding.what}: {finding.says}")
    bad = (Grade.WRONG, Grade.UNSAFE) if strict else (Grade.WRONG,)
    wrong = sum(finding.grade in bad for finding in findings)
    if wrong:
        raise PromiseFailed(f"{wrong} of {len(findings)} checks failed for {network_dir}")


@click.command(epilog=example("catchment person ada@example.org --name 'Ada L.' --partner p1 --network DIR"))
@click.argument("email")
@network_option
@click.option("--name", required=True, help="How the site calls the person.")
@click.option(
    "--partner", "partner_id", default="", metavar="ID", help="The partner whose shelf they may read."
)
@click.option(
    "--role",
    default="partner_viewer",
    show_default=True,
    help="At a partner: partner_viewer, partner_admin. In the program, without --partner: regional_manager, "
    "data_manager, privacy_reviewer, administrator.",
)
@click.option(
    "--manages",
    multiple=True,
    metavar="ID",
    help="A partner of a regional manager; repeatable.",
)
@click.password_option(help="Asked for if it is not given.")
def person(
    email: str,
    network_dir: Path,
    name: str,
    partner_id: str,
    role: str,
    manages: tuple[str, ...],
    password: str,
) -> None:
    """Give somebody an account of the portal, with a password to change later."""
    if manages and role != "regional_manager":
        raise BadInput("--manages names partners of a regional manager: give --role regional_manager.")
    portal_state.add_person(
        network_dir,
        email=email,
        name=name,
        password=password,
        partner_id=partner_id,
        role=role,
        manages=manages,
    )
    click.echo(f"{email} can sign in")


@click.command(epilog=example("catchment account ada@example.org --close --network my-network"))
@click.argument("email")
@network_option
@click.option("--role", metavar="ROLE", help="Their role in the program from now on; none takes it away.")
@click.option("--close", is_flag=True, help="Close the account: it opens nothing any more.")
def account(email: str, network_dir: Path, role: str | None, close: bool) -> None:
    """Change somebody's role in the program, or close their account.

    Without a role they are signed out, and the invitations that they sent or were sent no longer work. The
    last administrator stays one.
    """
    if close is (role is not None):
        raise BadInput("say either --role or --close")
    portal_state.change_account(network_dir, email=email, role=None if close else role)
    click.echo(f"the account of {email} is closed" if close else f"{email}: {role}")


COMMANDS = (serve, worker, doctor, person, account)
