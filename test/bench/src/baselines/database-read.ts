/*
 * The baseline of a hot read by id: bare Fastify and pg, one named statement, the row sent as JSON. It checks nothing that the
 * api checks.
 */
import { fastify } from 'fastify'
import { Pool } from 'pg'
import { baselineEnvironment } from './baseline-environment.js'

interface Row {
  readonly id: string
  readonly name: string
  readonly description: string
  readonly amount: string
  readonly currency: string
  readonly likes: string
  readonly created_at: Date
}

const SELECT = `
  -- In: id. Out: the product, or none.
  SELECT id, name, description, amount, currency, likes, created_at
  FROM public.products WHERE id = $1 AND deleted_at IS NULL`

const { port, databaseUrl } = baselineEnvironment()
const pool = new Pool({ connectionString: databaseUrl, max: 10 })
const server = fastify()

server.get<{ Params: { id: string } }>('/products/:id', async (request, reply) => {
  const { rows } = await pool.query<Row>({ name: 'read', text: SELECT, values: [request.params.id] })
  const [row] = rows
  if (row === undefined) return reply.code(404).send()
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
