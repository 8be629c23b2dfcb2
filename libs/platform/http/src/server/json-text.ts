import { Header } from '@nestjs/common'

/** For handlers that return JSON as text, like a cached body: it is sent as it is instead of being parsed and written again. */
export const JsonText = () => Header('content-type', 'application/json; charset=utf-8')
