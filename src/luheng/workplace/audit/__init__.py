"""The audit log: every change, every export, every sign-in, in a chain that shows tampering.

Records write their entries by themselves (`hooks`); what leaves the house calls `audited_export`.
"""

from luheng.workplace.audit.chain import head, link_waiting, verify
from luheng.workplace.audit.entries import (
    audited_bulk,
    audited_export,
    audited_refusal,
    audited_wrong_key,
    record,
)

__all__ = [
    "audited_bulk",
    "audited_export",
    "audited_refusal",
    "audited_wrong_key",
    "head",
    "link_waiting",
    "record",
    "verify",
]
