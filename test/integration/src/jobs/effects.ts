import { JobHandler, JobPutOffError, type Handler, type JobContext, defineJob } from '@bicoastal/jobs'
import { Injectable, Module } from '@nestjs/common'
import { z } from 'zod'

/** Writes its effect as a row; then does as its payload says. */
export const leaveEffect = defineJob(
  'leave-effect',
  z.strictObject({
    /** Seconds to spend in the database between the effect and the commit. */
    seconds: z.number().default(0),
    /** Fails in the first so many attempts. */
    failures: z.number().default(0),
    /** Puts itself off until the effect of this job is there. */
    after: z.uuid().optional(),
  }),
)

/** Where effects are seen: `job` and `attempt`. A second row for a job is an effect that happened twice. */
export const CREATE_EFFECTS = `
  CREATE TABLE effects (job uuid, attempt integer, backend integer DEFAULT pg_backend_pid());
  GRANT ALL ON effects TO bicoastal_app`

/** The handler that tests count the effects of. */
@Injectable()
@JobHandler(leaveEffect)
export class LeaveEffect implements Handler<z.infer<typeof leaveEffect.payload>> {
  async run(payload: z.infer<typeof leaveEffect.payload>, { manager, jobId, attempt }: JobContext): Promise<void> {
    if (payload.after !== undefined) {
      const found = await manager.query('SELECT FROM effects WHERE job = $1', [payload.after])
      if (found.length === 0) throw new JobPutOffError('another job has left no effect yet', 20)
    }
    await manager.query('INSERT INTO effects (job, attempt) VALUES ($1, $2)', [jobId, attempt])
    if (payload.seconds > 0) await manager.query('SELECT pg_sleep($1)', [payload.seconds])
    if (attempt <= payload.failures) throw new Error(`attempt ${attempt} failed as it was told to`)
  }
}

/** Provides {@link LeaveEffect}. */
@Module({ providers: [LeaveEffect] })
export class EffectsModule {}
