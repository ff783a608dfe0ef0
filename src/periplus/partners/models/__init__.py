from periplus.partners.models.agreements import Agreement, AgreementLine, AgreementParty, LineYear
from periplus.partners.models.matching import Merge, NameMatch
from periplus.partners.models.register import Contact, Identifier, Partner, PartnerName

__all__ = [
    "Agreement",
    "AgreementLine",
    "AgreementParty",
    "Contact",
    "Identifier",
    "LineYear",
    "Merge",
    "NameMatch",
    "Partner",
    "PartnerName",
]
