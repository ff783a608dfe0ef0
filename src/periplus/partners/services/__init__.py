"""What changes partners and agreements. Each service checks its policy and writes the ledger."""

from periplus.partners.services.contacts import ContactDetails, add_contact, end_contact
from periplus.partners.services.drafting import (
    AgreementTerms,
    change_agreement,
    draft_agreement,
    renew_agreement,
)
from periplus.partners.services.ending import drop_agreement, expire_agreements, terminate_agreement
from periplus.partners.services.lines import LineTerms, add_line, change_line, remove_line
from periplus.partners.services.moving import (
    record_partner_signature,
    return_to_negotiation,
    send_to_approval,
    send_to_negotiation,
    send_to_signature,
    sign_agreement,
)
from periplus.partners.services.places import PlacesBefore, report_use, restore_places, set_places
from periplus.partners.services.register import (
    PartnerDetails,
    add_identifier,
    correct_partner,
    register_partner,
    register_served_institution,
    rename_partner,
)
from periplus.partners.services.watching import (
    set_agreement_watch,
    set_partner_watch,
    watch_agreement,
    watch_partner,
)

__all__ = [
    "AgreementTerms",
    "ContactDetails",
    "LineTerms",
    "PartnerDetails",
    "PlacesBefore",
    "add_contact",
    "add_identifier",
    "add_line",
    "change_agreement",
    "change_line",
    "correct_partner",
    "draft_agreement",
    "drop_agreement",
    "end_contact",
    "expire_agreements",
    "record_partner_signature",
    "register_partner",
    "register_served_institution",
    "remove_line",
    "rename_partner",
    "renew_agreement",
    "report_use",
    "restore_places",
    "return_to_negotiation",
    "send_to_approval",
    "send_to_negotiation",
    "send_to_signature",
    "set_agreement_watch",
    "set_partner_watch",
    "set_places",
    "sign_agreement",
    "terminate_agreement",
    "watch_agreement",
    "watch_partner",
]
