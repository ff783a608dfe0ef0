"""Words of the partner stretch."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class PartnerState(models.TextChoices):
    """`PROVISIONAL`: a name as somebody wrote it, not yet matched to the register."""

    PROVISIONAL = "provisional", pgettext_lazy("partner", "Name not yet matched")
    REGISTERED = "registered", pgettext_lazy("partner", "In the register")
    MERGED = "merged", pgettext_lazy("partner", "Merged into another")
    WITHDRAWN = "withdrawn", pgettext_lazy("partner", "No longer exists")


class Watch(models.TextChoices):
    """What a decision demands of a partnership."""

    NONE = "none", pgettext_lazy("watch", "No watch")
    RENEW = "renew", _("To be renewed")
    CLOSE = "close", _("To be closed")


class NameKind(models.TextChoices):
    OFFICIAL = "official", _("Official name")
    LABEL = "label", _("Name in another language")
    ALIAS = "alias", _("Other name")
    ACRONYM = "acronym", _("Acronym")
    WRITTEN = "written", _("As written in a source")


class Scheme(models.TextChoices):
    """Registers that give identifiers to institutions."""

    ROR = "ror", "ROR"
    SCHAC = "schac", "SCHAC"
    DOMAIN = "domain", _("Internet domain")
    ERASMUS = "erasmus", _("Erasmus code")
    PIC = "pic", "PIC"
    OID = "oid", "OID"
    GRID = "grid", "GRID"
    ISNI = "isni", "ISNI"
    WIKIDATA = "wikidata", "Wikidata"


class MatchState(models.TextChoices):
    OPEN = "open", pgettext_lazy("match", "To be decided")
    CONFIRMED = "confirmed", pgettext_lazy("match", "Matched")
    NEW = "new", pgettext_lazy("match", "Added to the register")


class AgreementKind(models.TextChoices):
    MOU = "mou", _("Memorandum of understanding")
    FRAMEWORK = "framework", _("Framework agreement")
    STUDENT_EXCHANGE = "student_exchange", _("Student exchange")
    STAFF_EXCHANGE = "staff_exchange", _("Staff exchange")
    INTER_INSTITUTIONAL = "inter_institutional", _("Inter-institutional agreement")
    JOINT_PROGRAMME = "joint_programme", _("Joint programme")
    RESEARCH = "research", _("Research cooperation")
    OTHER = "other", pgettext_lazy("agreement", "Other")


class AgreementState(models.TextChoices):
    """Life of an agreement; the table of moves stands in `partners.lives`."""

    IDEA = "idea", pgettext_lazy("agreement", "Idea")
    NEGOTIATION = "negotiation", pgettext_lazy("agreement", "In negotiation")
    APPROVAL = "approval", pgettext_lazy("agreement", "In approval")
    SIGNATURE = "signature", pgettext_lazy("agreement", "To be signed")
    IN_FORCE = "in_force", pgettext_lazy("agreement", "In force")
    TERMINATED = "terminated", pgettext_lazy("agreement", "Ended by notice")
    EXPIRED = "expired", pgettext_lazy("agreement", "Run out")
    DROPPED = "dropped", pgettext_lazy("agreement", "Dropped")


class LineDirection(models.TextChoices):
    OUTGOING = "out", _("Outgoing")
    INCOMING = "in", _("Incoming")


class Activity(models.TextChoices):
    """Who moves under an agreement line, for what."""

    STUDY = "study", _("Study")
    TRAINEESHIP = "traineeship", _("Traineeship")
    TEACHING = "teaching", _("Teaching")
    TRAINING = "training", _("Staff training")
    RESEARCH = "research", _("Research stay")
