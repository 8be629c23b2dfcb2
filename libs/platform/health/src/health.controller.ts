import { RequestQuery, ResponseBody } from '@bicoastal/http'
import { Controller, Get, Header, HttpStatus, Res, ServiceUnavailableException } from '@nestjs/common'
import { HealthCheck, type HealthCheckResult, HealthCheckService } from '@nestjs/terminus'
import { z } from 'zod'
import { Readiness } from './ready/readiness.js'
import { RegionHealth } from './region/region-health.js'
import type { Verdict } from './region/verdict.js'

const purposeSchema = z.strictObject({ for: z.enum(['reads', 'writes']).optional() })
const answerSchema = z.strictObject({ ok: z.boolean(), reasons: z.array(z.string()) })
const verdictSchema = z.strictObject({
  region: z.string(),
  reads: answerSchema,
  writes: answerSchema,
  checkedAt: z.iso.datetime().nullable(),
  staleAfterMs: z.int(),
})

/** The part of a reply that sets its status. */
interface Reply {
  code(status: number): unknown
}

/** What load balancers and supervisors ask. Answers come from memory: asking costs nothing and waits for nothing. */
@Controller('health')
export class HealthController {
  constructor(
    private readonly health: HealthCheckService,
    private readonly readiness: Readiness,
    private readonly region: RegionHealth,
  ) {}

  /** The process is alive. No dependency can make this fail: restarting the process would not repair one. */
  @Get('live')
  @Header('cache-control', 'no-store')
  live(): { status: 'ok' } {
    return { status: 'ok' }
  }

  /** This process can serve requests now. */
  @Get('ready')
  @HealthCheck()
  async ready(@Res({ passthrough: true }) reply: Reply): Promise<HealthCheckResult> {
    try {
      return await this.health.check([() => this.readiness.lifecycle(), () => this.readiness.database()])
    } catch (error) {
      if (!(error instanceof ServiceUnavailableException)) throw error
      // A "no" is the answer, not a failure to answer.
      reply.code(HttpStatus.SERVICE_UNAVAILABLE)
      return error.getResponse() as HealthCheckResult
    }
  }

  /** Whether the region may be sent reads, writes, or (without `for`) both. */
  @Get('region')
  @Header('cache-control', 'no-store')
  @ResponseBody(verdictSchema, { description: 'It may.' })
  @ResponseBody(verdictSchema, { status: 503, description: 'It may not; reasons say why.' })
  verdict(
    @RequestQuery(purposeSchema) query: z.output<typeof purposeSchema>,
    @Res({ passthrough: true }) reply: Reply,
  ): Verdict {
    const verdict = this.region.verdict()
    const asked = query.for === undefined ? [verdict.reads, verdict.writes] : [verdict[query.for]]
    if (!asked.every((answer) => answer.ok)) reply.code(HttpStatus.SERVICE_UNAVAILABLE)
    return verdict
  }
}
