import 'reflect-metadata'
import { AppModule, SECTIONS } from '@bicoastal/api'
import { readConfig } from '@bicoastal/config'
import { createHttpApplication } from '@bicoastal/http'
import { type TestRegion, type TokenRole, createTestRegion, migrateSchema } from '@bicoastal/testkit'
import request from 'supertest'

/** The whole api of one region in this process, on real servers, listening. */
export interface ApiUnderTest {
  readonly region: TestRegion
  readonly url: string
  readonly request: ReturnType<typeof request>
  /** The header of a caller with `roles`; the same caller each time. */
  bearer(...roles: TokenRole[]): Promise<Record<string, string>>
  /** The header of the caller `subject` with `roles`. */
  bearerOf(subject: string, ...roles: TokenRole[]): Promise<Record<string, string>>
  /** Stops the api and gives the region back. */
  stop(): Promise<void>
}

/**
 * Starts the api on a fresh region.
 *
 * @throws what kept it from starting; the region is given back then.
 */
export async function startApi(): Promise<ApiUnderTest> {
  const region = await createTestRegion({ migrate: migrateSchema })
  try {
    const config = readConfig(SECTIONS, region.environment('api-1'))
    const app = await createHttpApplication(AppModule.forRoot(config), config)
    await app.listen(0, '127.0.0.1')
    const url = await app.getUrl()
    const bearerOf = async (subject: string, ...roles: TokenRole[]) => ({
      authorization: `Bearer ${await region.tokens.token({ subject, roles })}`,
    })
    return {
      region,
      url,
      request: request(url),
      bearerOf,
      bearer: (...roles) => bearerOf('caller', ...roles),
      async stop() {
        await app.close()
        await region.release()
      },
    }
  } catch (error) {
    await region.release()
    throw error
  }
}
