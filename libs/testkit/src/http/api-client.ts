import { type RegionId, isRegionId } from '@bicoastal/kernel'

/** An answer of the api, read to its end. */
export interface ApiAnswer {
  readonly status: number
  readonly headers: Headers
  /** The region that answered, from `x-region`. */
  readonly region: RegionId | undefined
  /** The parsed JSON; the text where it is none. */
  // oxlint-disable-next-line typescript/no-explicit-any -- tests read what they expect of it, and fail where it is not there
  readonly body: any
}

/** One caller of one edge: a base address and a token. Makes every request once. */
export class ApiClient {
  constructor(
    readonly origin: string,
    private readonly token?: string,
  ) {}

  get(path: string): Promise<ApiAnswer> {
    return this.request('GET', path)
  }

  post(path: string, body?: unknown, headers?: Readonly<Record<string, string>>): Promise<ApiAnswer> {
    return this.request('POST', path, body, headers)
  }

  put(path: string, body?: unknown): Promise<ApiAnswer> {
    return this.request('PUT', path, body)
  }

  patch(path: string, body?: unknown): Promise<ApiAnswer> {
    return this.request('PATCH', path, body)
  }

  delete(path: string): Promise<ApiAnswer> {
    return this.request('DELETE', path)
  }

  /** @throws TypeError (as `fetch`) when no answer came. Any status is an answer. */
  async request(
    method: string,
    path: string,
    body?: unknown,
    headers: Readonly<Record<string, string>> = {},
  ): Promise<ApiAnswer> {
    const response = await fetch(`${this.origin}${path}`, {
      method,
      headers: {
        ...(this.token === undefined ? {} : { authorization: `Bearer ${this.token}` }),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(20_000),
    })
    const text = await response.text()
    const region = response.headers.get('x-region')
    return {
      status: response.status,
      headers: response.headers,
      region: isRegionId(region) ? region : undefined,
      body: parsed(text),
    }
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    // Not JSON, as the pages of a load balancer are: the test sees the text.
    return text
  }
}
