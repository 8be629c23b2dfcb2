import type { Socket } from 'node:net'
import { type RegionId } from '@bicoastal/kernel'
import { problemForStatus } from './platform-problems.js'
import { PROBLEM_MEDIA_TYPE, problemDetails } from './problem-details.js'

const STATUS_BY_CODE: Readonly<Record<string, readonly [number, string]>> = {
  ERR_HTTP_REQUEST_TIMEOUT: [408, 'Request Timeout'],
  HPE_HEADER_OVERFLOW: [431, 'Request Header Fields Too Large'],
}

/** Answers what Node's HTTP parser refuses, before there is a request: by hand on the socket, and closes it. */
export function refuseConnection(region: RegionId) {
  return (error: Error & { code?: string }, socket: Socket): void => {
    // Nobody is left to read an answer.
    if (error.code === 'ECONNRESET' || socket.destroyed || !socket.writable) return
    const [status, reason] = STATUS_BY_CODE[error.code ?? ''] ?? [400, 'Bad Request']
    const definition = problemForStatus(status)
    const body = JSON.stringify(problemDetails(definition, `${definition.title}.`))
    const head = [
      `HTTP/1.1 ${status} ${reason}`,
      `content-type: ${PROBLEM_MEDIA_TYPE}`,
      `content-length: ${Buffer.byteLength(body)}`,
      `x-region: ${region}`,
      'connection: close',
    ]
    socket.end(`${head.join('\r\n')}\r\n\r\n${body}`)
  }
}
