"""A device that holds passkeys, in software: what a browser would send for it."""

import json
from hashlib import sha256

from allauth.account.utils import user_pk_to_url_str
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from fido2.cose import ES256
from fido2.utils import websafe_encode
from fido2.webauthn import AttestationObject, AttestedCredentialData, AuthenticatorData, CollectedClientData

PRESENT_AND_VERIFIED = AuthenticatorData.FLAG.UP | AuthenticatorData.FLAG.UV


class Device:
    def __init__(self, host="localhost", origin="http://localhost", identifier=b"device-1"):
        self.host, self.origin, self.identifier = host, origin, identifier
        self.key = ec.generate_private_key(ec.SECP256R1())

    def describe(self, kind, challenge):
        return CollectedClientData.create(type=f"webauthn.{kind}", challenge=challenge, origin=self.origin)

    def data(self, flags=PRESENT_AND_VERIFIED, credential=b""):
        return AuthenticatorData.create(sha256(self.host.encode()).digest(), flags, 1, credential)

    def register(self, challenge, flags=PRESENT_AND_VERIFIED):
        """What the form that adds a passkey sends as its credential."""
        public = AttestedCredentialData.create(
            b"\0" * 16, self.identifier, ES256.from_cryptography_key(self.key.public_key())
        )
        data = self.data(flags | AuthenticatorData.FLAG.AT, public)
        return {
            "type": "public-key",
            "id": websafe_encode(self.identifier),
            "rawId": websafe_encode(self.identifier),
            "clientExtensionResults": {"credProps": {"rk": True}},
            "response": {
                "clientDataJSON": websafe_encode(self.describe("create", challenge)),
                "attestationObject": websafe_encode(AttestationObject.create("none", data, {})),
                "transports": ["internal"],
            },
        }

    def answer(self, user, challenge, flags=PRESENT_AND_VERIFIED):
        """What the sign-in form sends as its credential."""
        data, client = self.data(flags), self.describe("get", challenge)
        signature = self.key.sign(data + client.hash, ec.ECDSA(SHA256()))
        return {
            "type": "public-key",
            "id": websafe_encode(self.identifier),
            "rawId": websafe_encode(self.identifier),
            "clientExtensionResults": {},
            "response": {
                "clientDataJSON": websafe_encode(client),
                "authenticatorData": websafe_encode(data),
                "signature": websafe_encode(signature),
                "userHandle": websafe_encode(user_pk_to_url_str(user).encode()),
            },
        }


def as_typed(credential):
    return {"credential": json.dumps(credential)}
