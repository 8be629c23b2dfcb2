import { z } from 'zod'
import { configSection } from '../config-section.js'
import { port } from '../values.js'
import { variable } from '../variable.js'

/** Where the process answers HTTP. */
export class HttpConfig extends configSection({
  host: variable('HTTP_HOST', z.string().default('127.0.0.1'), 'the address to listen on'),
  port: variable('HTTP_PORT', port(), 'the port to listen on'),
}) {}
