import { RequestQuery, ResponseBody } from '@bicoastal/http'
import { Controller, Get, Header, HttpStatus, Res, ServiceUnavailableException } from '@nestjs/common'
import { HealthCheck, type HealthCheckResult, HealthCheckService } from '@nestjs/terminus'
import { z } from 'zod'
import { Readiness } from './ready/readiness.js'
import { RegionHealth } from './region/region-health.js'
import { PURPOSES, type Verdict } from './region/verdict.js'

const purposeSchema = z.strictObject({ for: z.enum(PURPOSES).optional() })
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
      return await this.health.check([
        () => this.readiness.lifecycle(),
        () => this.readiness.database(),
        () => this.readiness.further(),
      ])
    } catch (error) {
      if (!(error instanceof ServiceUnavailableException)) throw error
      // A "no" is the answer, not a failure to answer.
      reply.code(HttpStatus.SERVICE_UNAVAILABLE)
      return error.getResponse() as HealthCheckResult
    }
  }

  /**
   * Whether the region may be sent reads, writes, or (without `for`) both. 404 is for load balancers that know the
   * difference: they send nothing new and let what they began finish, where 503 makes them break it off.
   */
  @Get('region')
  @Header('cache-control', 'no-store')
  @ResponseBody(verdictSchema, { description: 'It may.' })
  @ResponseBody(verdictSchema, { status: 503, description: 'It may not; reasons say why.' })
  @ResponseBody(verdictSchema, { status: 404, description: 'It could, and an operator has switched it off.' })
  verdict(
    @RequestQuery(purposeSchema) query: z.output<typeof purposeSchema>,
    @Res({ passthrough: true }) reply: Reply,
  ): Verdict {
    const verdict = this.region.verdict()
    const asked = query.for === undefined ? PURPOSES : [query.for]
    if (!asked.every((purpose) => verdict[purpose].ok)) {
      const isCapable = asked.every((purpose) => this.region.capable(purpose).ok)
      reply.code(isCapable ? HttpStatus.NOT_FOUND : HttpStatus.SERVICE_UNAVAILABLE)
    }
    return verdict
  }
}
