import type { ClaimRequest } from '@bicoastal/claims'

/** The namespace of claims to e-mails. */
export const EMAIL_NAMESPACE = 'customer-email'

/** The claim of a customer to an e-mail. Upper and lower case are one e-mail: people type both and mean the same. */
export function emailClaim(customerId: string, email: string): ClaimRequest {
  return { namespace: EMAIL_NAMESPACE, value: email.toLowerCase(), holder: customerId }
}
