import { Client } from 'pg'
import { DATABASE, type Passwords, ROLES } from './roles.js'

/**
 * Creates the login roles and the database where they are missing, and sets the passwords. What the roles may do is
 * granted by the migrations. Repeatable.
 */
export async function provision(adminUrl: string, passwords: Passwords): Promise<void> {
  const client = new Client({ connectionString: adminUrl })
  await client.connect()
  try {
    await ensureRole(client, ROLES.application, 'LOGIN', passwords.application)
    await ensureRole(client, ROLES.replication, 'LOGIN REPLICATION', passwords.replication)
    const { rowCount } = await client.query('SELECT FROM pg_database WHERE datname = $1', [DATABASE])
    if (rowCount === 0) await client.query(`CREATE DATABASE ${DATABASE}`)
  } finally {
    await client.end()
  }
}

async function ensureRole(client: Client, role: string, attributes: string, password: string): Promise<void> {
  const { rowCount } = await client.query('SELECT FROM pg_roles WHERE rolname = $1', [role])
  const verb = rowCount === 0 ? 'CREATE' : 'ALTER'
  await client.query(`${verb} ROLE ${role} ${attributes} PASSWORD ${client.escapeLiteral(password)}`)
}
