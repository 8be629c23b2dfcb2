import { type RegionId, peerOf } from '@bicoastal/kernel'
import { databaseUrl } from '../postgres/roles.js'
import { COMPILE_CACHE } from '../stack/repository.js'
import { TOKEN_AUDIENCE, TOKEN_ISSUER } from '../stack/signing-keys.js'
import type { StackContext } from '../stack/stack-context.js'

/** Variables of this process that its applications may see: how to run at all, nothing of what is configured. */
const INHERITED = ['PATH', 'HOME', 'LANG', 'TZ', 'NODE_OPTIONS', 'NODE_EXTRA_CA_CERTS', 'SSL_CERT_FILE'] as const

/** The ports that one instance of an application listens on. */
export interface InstancePorts {
  readonly http?: number
  readonly metrics: number
}

/** The whole environment of one instance of an application in `region`. */
export function applicationEnvironment(
  context: StackContext,
  region: RegionId,
  instance: string,
  listen: InstancePorts,
): Record<string, string> {
  const ports = context.ports.regions[region]
  const passwords = context.passwords[region]
  return {
    ...inheritedEnvironment(),
    REGION: region,
    INSTANCE: instance,
    ...(listen.http !== undefined && { HTTP_PORT: `${listen.http}` }),
    METRICS_PORT: `${listen.metrics}`,
    DATABASE_URL: databaseUrl('application', passwords, ports.postgresWrites),
    DATABASE_READ_URL: databaseUrl('application', passwords, ports.postgresReads),
    REPLICATION_DATABASE_URL: databaseUrl('replication', passwords, ports.postgresWrites),
    CACHE_NODES: ports.cache.map((port) => `127.0.0.1:${port}`).join(','),
    QUEUE_URL: `redis://127.0.0.1:${ports.queue}`,
    PEER_URL: `http://127.0.0.1:${ports.linkToEdge}`,
    PEER_SECRET: context.peerSecret,
    JWT_KEY_FILE: context.files.publicKeys,
    JWT_ISSUER: TOKEN_ISSUER,
    JWT_AUDIENCE: TOKEN_AUDIENCE,
    ...context.settings.environment,
  }
}

/** The whole environment of a program that maintains the database of `region` as its owner: migrations, the keeper. */
export function maintenanceEnvironment(
  context: StackContext,
  region: RegionId,
  instance: string,
  listen: InstancePorts,
): Record<string, string> {
  const peer = peerOf(region)
  const ports = context.ports.regions[region]
  return {
    ...inheritedEnvironment(),
    REGION: region,
    INSTANCE: instance,
    METRICS_PORT: `${listen.metrics}`,
    ADMIN_DATABASE_URL: databaseUrl('admin', context.passwords[region], ports.postgresWrites),
    PEER_DATABASE_URL: databaseUrl('replication', context.passwords[peer], ports.linkToPostgres),
    ...context.settings.environment,
  }
}

function inheritedEnvironment(): Record<string, string> {
  const inherited = INHERITED.flatMap((name) => (process.env[name] ? [[name, process.env[name]]] : []))
  return { ...Object.fromEntries(inherited), NODE_ENV: 'production', NODE_COMPILE_CACHE: COMPILE_CACHE }
}
