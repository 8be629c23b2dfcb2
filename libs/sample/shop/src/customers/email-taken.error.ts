import { httpProblem } from '@bicoastal/http'

/** Somebody else is registered with the e-mail, or was about to be first. */
export class EmailTakenError extends httpProblem({
  code: 'email_taken',
  status: 409,
  title: 'The e-mail is taken',
  advice: 'Register with another e-mail, or use the customer that exists.',
}) {
  constructor(email: string) {
    super(`A customer with the e-mail ${email} is registered already.`)
  }
}

/** True when somebody else has an e-mail. */
export function isEmailTakenError(error: unknown): error is EmailTakenError {
  return error instanceof EmailTakenError
}
