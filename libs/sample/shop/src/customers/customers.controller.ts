import {
  type Caller,
  CurrentCaller,
  IdempotencyKey,
  IdempotencyKeyReusedError,
  Problems,
  RequestBody,
  RequestParams,
  ResponseBody,
  Roles,
} from '@bicoastal/http'
import { Controller, Get, HttpStatus, Post, Res } from '@nestjs/common'
import { ApiOperation, ApiTags } from '@nestjs/swagger'
import { type Answer, announceCreated } from '../creation/announce-created.js'
import { CustomerNotFoundError } from './customer-not-found.error.js'
import {
  type CustomerDocument,
  type CustomerPath,
  type NewCustomer,
  customerPathSchema,
  customerSchema,
  newCustomerSchema,
} from './customer.schema.js'
import { Customers } from './customers.js'
import { EmailTakenError } from './email-taken.error.js'

/** The customers of `/v1/customers`: seen by who registered them, by merchants and by operators. */
@ApiTags('customers')
@Controller('v1/customers')
export class CustomersController {
  constructor(private readonly customers: Customers) {}

  @ApiOperation({ summary: 'Register a customer: in both regions together an e-mail is registered once' })
  @Post()
  @Roles('customer', 'merchant')
  @Problems(IdempotencyKeyReusedError, EmailTakenError)
  @ResponseBody(customerSchema, { status: HttpStatus.CREATED })
  async register(
    @RequestBody(newCustomerSchema) newCustomer: NewCustomer,
    @IdempotencyKey('optional') key: string | undefined,
    @CurrentCaller() caller: Caller,
    @Res({ passthrough: true }) answer: Answer,
  ): Promise<CustomerDocument> {
    const request = { caller: caller.subject, route: 'POST /v1/customers', key, body: newCustomer }
    const { customer, replayed } = await this.customers.register(request, newCustomer)
    announceCreated(answer, `/v1/customers/${customer.id}`, replayed)
    return customer
  }

  @ApiOperation({ summary: 'Read a customer' })
  @Get(':id')
  @Roles()
  @Problems(CustomerNotFoundError)
  @ResponseBody(customerSchema)
  show(
    @RequestParams(customerPathSchema) { id }: CustomerPath,
    @CurrentCaller() caller: Caller,
  ): Promise<CustomerDocument> {
    return this.customers.show(id, caller)
  }
}
