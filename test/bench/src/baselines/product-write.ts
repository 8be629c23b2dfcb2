/*
 * The baseline of a product write: bare Fastify and pg, the same INSERT as a prepared statement into a table of the same
 * shape on the same server, without triggers, versions and publications; the same JSON in the answer. It verifies no
 * token and validates nothing.
 */
import { randomUUID } from 'node:crypto'
import { fastify } from 'fastify'
import { Pool } from 'pg'
import { baselineEnvironment } from './baseline-environment.js'

interface NewProduct {
  readonly name: string
  readonly description: string
  readonly price: { readonly amount: number; readonly currency: string }
}

interface Row {
  readonly id: string
  readonly name: string
  readonly description: string
  readonly amount: string
  readonly currency: string
  readonly likes: string
  readonly created_at: Date
}

const INSERT = `
  -- In: id, name, description, amount, currency, request fingerprint. Out: the new row, or none where the id exists.
  INSERT INTO bench.products AS product (id, name, description, amount, currency, request_fingerprint)
  VALUES ($1, $2, $3, $4, $5, $6)
  ON CONFLICT (id) DO NOTHING
  RETURNING product.id, product.name, product.description, product.amount, product.currency, product.likes,
    product.request_fingerprint, product.created_at, product.deleted_at IS NOT NULL AS deleted`

const { port, databaseUrl } = baselineEnvironment()
const pool = new Pool({ connectionString: databaseUrl, max: 10 })
const server = fastify()

server.post<{ Body: NewProduct }>('/products', async (request, reply) => {
  const { name, description, price } = request.body
  const values = [randomUUID(), name, description, price.amount, price.currency, null]
  const { rows } = await pool.query<Row>({ name: 'insert', text: INSERT, values })
  const [row] = rows
  if (row === undefined) throw new Error('The random id exists already.')
  reply.code(201)
  return {
    id: row.id,
    name: row.name,
    description: row.description,
    price: { amount: Number(row.amount), currency: row.currency },
    likes: Number(row.likes),
    createdAt: row.created_at.toISOString(),
  }
})

await server.listen({ host: '127.0.0.1', port })
process.once('SIGTERM', () => {
  void server.close().then(() => pool.end())
})
