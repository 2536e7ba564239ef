"""Personal data and secrets at rest: sealed, searchable by fingerprint, masked on screen.

    from portalkit.vault.services import fingerprint, open_sealed, seal
    from portalkit.vault.domain.masking import mask_name, mask_number, mask_text

    ticket.number_sealed = seal("13812345678")            # bytes for a BinaryField; another value every time
    ticket.number_print = fingerprint("138 1234 5678")    # str for a CharField(max_length=32, db_index=True)
    Ticket.objects.filter(number_print=fingerprint(typed))
    mask_number(open_sealed(ticket.number_sealed))        # 138****5678

What it guarantees:

- `seal` is AES-256-GCM with a random nonce under the newest key; the first byte of the value names the key. A value that
  was altered, or whose key is gone, raises `CannotOpen`; nothing is ever opened wrongly. Empty text seals to empty bytes.
  One key is good for 2**32 values; `manage.py rotate_keys` makes the next one long before.
- `fingerprint` is BLAKE2b under a key of its own, over the number without spaces, dashes and country code, so that every
  spelling of a number is found. Its key never changes: rotation leaves every fingerprint as it is.
- The keys stand in the file that the setting `VAULT_KEY_FILE` names, newest first, readable by its owner alone. Outside
  production an absent file is made. Keys appear in no log, no message and no `repr`. Back the file up apart from the database.
- A column that holds sealed values is registered by its app, so that rotation can re-seal it:

        class ComplaintsConfig(AppConfig):
            def ready(self) -> None:
                register_sealed(self.get_model("Ticket"), "number_sealed")

- Masks are pure and never reveal more of a number than its first three and last four digits.
"""
