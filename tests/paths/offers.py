"""Subjects and automatic steps as the stretches offer them, without the stretches: for the pure tests.

`paths` stands below the stretches. What a ready procedure may ask of them is written down here, and
`test_library` compares it with what they really register.
"""

from periplus.paths.enums import ValueType as T
from periplus.paths.stepping import Fact, Step, Subject

AGREEMENT_KINDS = (
    "mou",
    "framework",
    "student_exchange",
    "staff_exchange",
    "inter_institutional",
    "joint_programme",
    "research",
    "other",
)


def nothing(*_given: object, **_named: object) -> None:
    """Of these subjects no example exists, and these steps do nothing."""


DONE_BY_NOBODY = dict.fromkeys(("candidates", "find", "may_see", "unit_of", "run"), nothing)


def subject(label: str, *facts: Fact) -> Subject:
    kind = type("OfferedSubject", (Subject,), {**DONE_BY_NOBODY, "type": label, "facts": facts})
    made: Subject = kind()
    return made


def step(key: str, subject_type: str = "", *inputs: Fact, outputs: tuple[Fact, ...] = ()) -> Step:
    told = {"key": key, "subject_type": subject_type, "inputs": inputs, "outputs": outputs}
    kind = type("OfferedStep", (Step,), {**DONE_BY_NOBODY, **told})
    made: Step = kind()
    return made


def fact(key: str, type_: T, *choices: str) -> Fact:
    return Fact(key, key, type_, tuple((each, each) for each in choices))


SUBJECTS = {
    each.type: each
    for each in (
        subject(
            "partners.agreement",
            fact("agreement_kind", T.CHOICE, *AGREEMENT_KINDS),
            fact("partner_country", T.TEXT),
            fact("partner_countries", T.LIST),
            fact("outside_eea", T.YES_NO),
            fact("places", T.NUMBER),
            fact("open_to_renewal", T.YES_NO),
            fact("watch", T.CHOICE, "none", "renew", "close"),
        ),
        subject(
            "partners.partner",
            fact("country", T.TEXT),
            fact("outside_eea", T.YES_NO),
            fact("agreements_in_force", T.NUMBER),
        ),
        subject(
            "mobility.stay",
            fact("direction", T.CHOICE, "out", "in"),
            fact("months", T.NUMBER),
            fact("host_country", T.TEXT),
            fact("outside_eea", T.YES_NO),
            fact("level", T.TEXT),
            fact("field", T.TEXT),
        ),
        subject(
            "resources.budgetline",
            fact("amount", T.NUMBER),
            fact("free", T.NUMBER),
            fact("currency", T.TEXT),
        ),
    )
}

STEPS = {
    each.key: each
    for each in (
        step("partners.move_agreement_to_negotiation", "partners.agreement"),
        step("partners.move_agreement_to_approval", "partners.agreement"),
        step("partners.move_agreement_to_signature", "partners.agreement"),
        step("partners.sign_agreement_now", "partners.agreement", fact("signed_on", T.DATE)),
        step("partners.put_on_renew_watch", "partners.agreement"),
        step(
            "resources.transfer_money",
            "resources.budgetline",
            fact("destination", T.TEXT),
            fact("transfer_amount", T.NUMBER),
            fact("transfer_reason", T.LONG_TEXT),
        ),
        step("paths.tell_followers", "", fact("notice_text", T.LONG_TEXT)),
    )
}
