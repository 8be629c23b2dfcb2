import { httpProblem } from '@bicoastal/http'

/** The products of one order are priced in more than one currency. */
export class MixedCurrenciesError extends httpProblem({
  code: 'mixed_currencies',
  status: 422,
  title: 'An order has one currency',
  advice: 'Place one order for each currency.',
}) {
  constructor(currencies: readonly string[]) {
    super(`The products are priced in ${currencies.join(', ')}; an order has one currency.`)
  }
}

/** True when an order mixed currencies. */
export function isMixedCurrenciesError(error: unknown): error is MixedCurrenciesError {
  return error instanceof MixedCurrenciesError
}
