import { Statements } from '@bicoastal/database'
import { Injectable } from '@nestjs/common'
import type { EntityManager } from 'typeorm'
import type { Creation } from '../creation/creation.js'
import { EMAIL_NAMESPACE } from './email-claim.js'
import type { CustomerDocument, NewCustomer } from './customer.schema.js'

/** A customer, and whose the e-mail is. */
export interface CustomerRow {
  readonly id: string
  readonly email: string
  readonly name: string
  readonly registered_by: string
  readonly request_fingerprint: string | null
  readonly created_at: Date
  readonly state: CustomerDocument['state']
}

const INSERT = `
  -- In: id, email, name, subject of the caller, request fingerprint or NULL. Out: one row where the id was free.
  INSERT INTO public.customers (id, email, name, registered_by, request_fingerprint) VALUES ($1, $2, $3, $4, $5)
  ON CONFLICT (id) DO NOTHING
  RETURNING id`

const FIND = `
  -- In: id, namespace of claims to e-mails. Out: the customer, and what the claim says of the e-mail.
  -- Invariant: a claim that names somebody else will never name this customer again, so "lost" is final.
  SELECT customer.id, customer.email, customer.name, customer.registered_by, customer.request_fingerprint,
    customer.created_at,
    CASE WHEN claim.holder IS NULL THEN 'pending' WHEN claim.holder = customer.id::text THEN claim.state ELSE 'lost' END AS state
  FROM public.customers AS customer
  LEFT JOIN public.claims AS claim ON claim.namespace = $2 AND claim.value = lower(customer.email COLLATE "C")
  WHERE customer.id = $1 AND customer.deleted_at IS NULL`

/** The table of the customers. */
@Injectable()
export class CustomerRows {
  constructor(private readonly statements: Statements) {}

  /** False, and nothing inserted, where the id exists. */
  async insert(manager: EntityManager, creation: Creation, caller: string, customer: NewCustomer): Promise<boolean> {
    const values = [creation.id, customer.email, customer.name, caller, creation.fingerprint]
    const rows = await this.statements.within(manager, { name: 'customer-insert', text: INSERT, values })
    return rows.length > 0
  }

  /** The customer with `id`, unless it is deleted. */
  async find(id: string): Promise<CustomerRow | undefined> {
    const statement = { name: 'customer-find', text: FIND, values: [id, EMAIL_NAMESPACE] }
    const [row] = await this.statements.read<CustomerRow & Record<string, unknown>>(statement)
    return row
  }

  /** The same in a transaction. */
  async findWithin(manager: EntityManager, id: string): Promise<CustomerRow | undefined> {
    const statement = { name: 'customer-find', text: FIND, values: [id, EMAIL_NAMESPACE] }
    const [row] = await this.statements.within<CustomerRow & Record<string, unknown>>(manager, statement)
    return row
  }
}

/** What callers may see of a customer. */
export function customerDocument({ id, email, name, state, created_at }: CustomerRow): CustomerDocument {
  return { id, email, name, state, createdAt: created_at.toISOString() }
}
