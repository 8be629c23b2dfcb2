import type { OpenAPIObject } from '@nestjs/swagger'

type Schemas = NonNullable<NonNullable<OpenAPIObject['components']>['schemas']>

const text = { type: 'string' } as const

/** `ProblemDetails` as OpenAPI shows it. */
export const PROBLEM_SCHEMA: Schemas[string] = {
  type: 'object',
  required: ['type', 'title', 'status', 'code', 'detail', 'advice'],
  properties: {
    type: { ...text, example: 'urn:bicoastal:problem:invalid_request' },
    title: text,
    status: { type: 'integer', example: 400 },
    code: { ...text, description: 'Stable: programs decide by it.', example: 'invalid_request' },
    detail: text,
    advice: { ...text, description: 'What the caller should do now.' },
    instance: { ...text, description: 'Names this occurrence in our logs; with status 5xx.' },
    faults: {
      type: 'array',
      items: {
        type: 'object',
        required: ['in', 'field', 'message'],
        properties: { in: { type: 'string', enum: ['body', 'query', 'path', 'header'] }, field: text, message: text },
      },
    },
  },
}
