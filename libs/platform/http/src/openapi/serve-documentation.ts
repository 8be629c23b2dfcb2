import type { NestFastifyApplication } from '@nestjs/platform-fastify'
import { DocumentBuilder, type OpenAPIObject, SwaggerModule } from '@nestjs/swagger'
import type { ProblemDefinition } from '../problem/http-problem.js'
import { addProblemResponses } from './problem-responses.js'
import { addSessionHeaders } from './session-headers.js'
import { PROBLEM_SCHEMA } from './problem-schema.js'

/**
 * Serves `/openapi.json`, generated from the schemas that validate requests, and `/docs`, which shows it without anything
 * from the internet. The document is built when it is first asked for: most processes never are.
 */
export function serveDocumentation(app: NestFastifyApplication): void {
  SwaggerModule.setup('docs', app, () => describe(app), {
    jsonDocumentUrl: 'openapi.json',
    raw: ['json'],
    customSiteTitle: 'bicoastal API',
    swaggerOptions: { defaultModelsExpandDepth: 0, displayRequestDuration: true },
  })
}

function describe(app: NestFastifyApplication): OpenAPIObject {
  const config = new DocumentBuilder().setTitle('bicoastal').setVersion('1').addBearerAuth().build()
  const document = SwaggerModule.createDocument(app, config, {
    operationIdFactory: (controller, method) => `${controller.replace(/Controller$/, '')}.${method}`,
  })
  const problems = addProblemResponses(document)
  addSessionHeaders(document)
  document.info.description = `${INTRODUCTION}\n\n${table(problems)}`
  document.components = {
    ...document.components,
    schemas: { ...document.components?.schemas, Problem: PROBLEM_SCHEMA },
  }
  return document
}

const INTRODUCTION = [
  'Two regions serve this API and both take writes; `x-region` on every response says which one answered.',
  'Send the `x-session` of one response with the next request, and no answer goes back in time; where that cannot be kept it',
  'carries `x-consistency: stale`.',
  'Ids are UUIDs; money is an integer of minor units with an ISO 4217 currency. Unknown fields are refused.',
  'Errors are `application/problem+json` (RFC 9457) with a stable `code`:',
].join(' ')

function table(problems: readonly ProblemDefinition[]): string {
  const rows = problems.map(({ status, code, title, advice }) => {
    // Markdown takes <token> for an element, which is not shown.
    return `| ${status} | \`${code}\` | ${title} | ${advice.replaceAll('<', '&lt;')} |`
  })
  return ['| status | code | meaning | what to do |', '|---|---|---|---|', ...rows].join('\n')
}
