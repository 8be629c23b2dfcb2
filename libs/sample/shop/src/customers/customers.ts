import { Claims, isClaimTakenError } from '@bicoastal/claims'
import { Transactions } from '@bicoastal/database'
import type { Caller } from '@bicoastal/http'
import { type Milliseconds, seconds } from '@bicoastal/kernel'
import { Injectable } from '@nestjs/common'
import type { EntityManager } from 'typeorm'
import { type Creation, type CreationRequest, creationOf } from '../creation/creation.js'
import { refuseReusedKey } from '../creation/refuse-reused-key.js'
import { CustomerNotFoundError } from './customer-not-found.error.js'
import { type CustomerRow, CustomerRows, customerDocument } from './customer-rows.js'
import type { CustomerDocument, NewCustomer } from './customer.schema.js'
import { emailClaim } from './email-claim.js'
import { EmailTakenError } from './email-taken.error.js'

/** How long a registration waits for the other region before it answers `pending`. */
const PATIENCE: Milliseconds = seconds(1.5)

/** What became of a request for a customer. */
export interface RegisteredCustomer {
  readonly customer: CustomerDocument
  /** True where an earlier request with the same key had registered them. */
  readonly replayed: boolean
}

/** What callers can do with customers. */
@Injectable()
export class Customers {
  constructor(
    private readonly rows: CustomerRows,
    private readonly transactions: Transactions,
    private readonly claims: Claims,
  ) {}

  /**
   * Registers a customer and claims the e-mail, once for each idempotency key. Where the other region cannot be asked, the
   * customer stays `pending` until it can.
   *
   * @throws EmailTakenError when the e-mail is somebody else's.
   * @throws IdempotencyKeyReusedError when the key has registered somebody else.
   */
  async register(request: CreationRequest, customer: NewCustomer): Promise<RegisteredCustomer> {
    const creation = creationOf(request)
    const work = (manager: EntityManager) => this.#insert(manager, creation, request.caller, customer)
    const replayed = await this.transactions.run(work, { idempotent: true })
    if ((await this.claims.settle(emailClaim(creation.id, customer.email), PATIENCE)) === 'lost') {
      throw new EmailTakenError(customer.email)
    }
    return { customer: customerDocument(found(await this.rows.find(creation.id), creation.id)), replayed }
  }

  /** @throws CustomerNotFoundError where they are unknown, or not the caller's business. */
  async show(id: string, { subject, roles }: Caller): Promise<CustomerDocument> {
    const row = found(await this.rows.find(id), id)
    // Somebody else's customer and one that does not exist look the same, so that ids cannot be tried out.
    if (row.registered_by !== subject && !roles.includes('merchant') && !roles.includes('ops')) {
      throw new CustomerNotFoundError(id)
    }
    return customerDocument(row)
  }

  /** True where the same request had registered them before. */
  async #insert(manager: EntityManager, creation: Creation, caller: string, customer: NewCustomer): Promise<boolean> {
    const inserted = await this.rows.insert(manager, creation, caller, customer)
    if (!inserted) {
      const earlier = found(await this.rows.findWithin(manager, creation.id), creation.id)
      refuseReusedKey(creation, earlier.request_fingerprint)
      return creation.fingerprint !== null
    }
    try {
      await this.claims.claim(manager, emailClaim(creation.id, customer.email))
    } catch (error) {
      if (isClaimTakenError(error)) throw new EmailTakenError(customer.email)
      throw error
    }
    return false
  }
}

function found(row: CustomerRow | undefined, id: string): CustomerRow {
  if (!row) throw new CustomerNotFoundError(id)
  return row
}
