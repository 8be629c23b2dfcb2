/** The roles a token can carry. */
export const ROLES = ['customer', 'merchant', 'ops'] as const

/** What a caller may do, as its token says. */
export type Role = (typeof ROLES)[number]

/** Who makes a request, as a verified token says. */
export interface Caller {
  /** The token's `sub`: stable and unique for one caller. */
  readonly subject: string
  readonly roles: readonly string[]
}
