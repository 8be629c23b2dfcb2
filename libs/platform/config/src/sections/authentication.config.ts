import { z } from 'zod'
import { configSection } from '../config-section.js'
import { url } from '../values.js'
import { variable } from '../variable.js'

/** Whose tokens are believed. Exactly one of `keyFile` and `jwksUrl` is set. */
export class AuthenticationConfig extends configSection(
  {
    keyFile: variable('JWT_KEY_FILE', z.string().optional(), 'path of a JWKS file with public keys'),
    jwksUrl: variable('JWT_JWKS_URL', url('https', 'http').optional(), 'address of a JWKS document'),
    issuer: variable('JWT_ISSUER', z.string(), 'who must have issued a token'),
    audience: variable('JWT_AUDIENCE', z.string(), 'for whom a token must have been issued'),
  },
  {
    about: ['keyFile', 'jwksUrl'],
    faults({ keyFile, jwksUrl }) {
      if ((keyFile === undefined) !== (jwksUrl === undefined)) return []
      const fault = keyFile === undefined ? 'or JWT_JWKS_URL must be set' : 'excludes JWT_JWKS_URL; set one of them'
      return [{ variable: 'JWT_KEY_FILE', fault }]
    },
  },
) {}
