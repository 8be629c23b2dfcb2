import type { OpenAPIObject } from '@nestjs/swagger'
import { CONSISTENCY_HEADER, DURABILITY_HEADER, SESSION_HEADER } from '../session/session-demands.js'

const METHODS = ['get', 'put', 'post', 'delete', 'patch'] as const

type Components = NonNullable<OpenAPIObject['components']>
type ParameterObject = Extract<NonNullable<Components['parameters']>[string], { name: string }>
type HeaderObject = NonNullable<Components['headers']>[string]
type Name = 'Session' | 'Consistency' | 'Durability'

const text = { type: 'string' } as const

const REQUEST: Record<Name, ParameterObject> = {
  Session: {
    name: SESSION_HEADER,
    in: 'header',
    required: false,
    schema: text,
    description:
      'What an earlier response said: this one shows no less than the caller has seen then, in either region.',
  },
  Consistency: {
    name: CONSISTENCY_HEADER,
    in: 'header',
    required: false,
    schema: { ...text, enum: ['strict', 'stale'], default: 'stale' },
    description:
      'What to answer when the session is ahead of this region: `strict`, 503 `session_not_yet_visible`; `stale`, the freshest copy there is.',
  },
  Durability: {
    name: DURABILITY_HEADER,
    in: 'header',
    required: false,
    schema: { ...text, enum: ['local', 'global'] },
    description: 'Where a write should be on disk before it is acknowledged: in this region, or in both.',
  },
}

const RESPONSE: Record<Name, HeaderObject> = {
  Session: { schema: text, description: 'What the caller has seen by now; to be sent with its next request.' },
  Consistency: {
    schema: { ...text, enum: ['stale'] },
    description:
      'Present when the answer may be older than what the session had seen, or when the session does not cover the write.',
  },
  Durability: {
    schema: { ...text, enum: ['local', 'global'] },
    description: 'The level that was reached, which may be less than asked for; on answers to writes.',
  },
}

/** Documents, with every operation that callers use, the headers of sessions and durability. */
export function addSessionHeaders(document: OpenAPIObject): void {
  for (const [path, item] of Object.entries(document.paths)) {
    if (path.startsWith('/health')) continue
    for (const method of METHODS) {
      const operation = item[method]
      if (!operation) continue
      const names: Name[] = method === 'get' ? ['Session', 'Consistency'] : ['Session', 'Consistency', 'Durability']
      const requested = names.map((name) => ({ $ref: `#/components/parameters/${name}` }))
      operation.parameters = [...(operation.parameters ?? []), ...requested]
      const told = Object.fromEntries(
        names.map((name) => [REQUEST[name].name, { $ref: `#/components/headers/${name}` }]),
      )
      for (const [status, response] of Object.entries(operation.responses)) {
        if (status.startsWith('2') && response && 'description' in response)
          response.headers = { ...response.headers, ...told }
      }
    }
  }
  document.components = {
    ...document.components,
    parameters: { ...document.components?.parameters, ...REQUEST },
    headers: { ...document.components?.headers, ...RESPONSE },
  }
}
