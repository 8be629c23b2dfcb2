import {
  type Caller,
  CurrentCaller,
  EveryRequestCounts,
  IdempotencyKey,
  IdempotencyKeyReusedError,
  JsonText,
  Problems,
  RequestBody,
  RequestParams,
  RequestQuery,
  ResponseBody,
  Roles,
} from '@bicoastal/http'
import { Controller, Delete, Get, HttpCode, HttpStatus, Patch, Post, Res } from '@nestjs/common'
import { ApiOperation, ApiTags } from '@nestjs/swagger'
import { type Answer, announceCreated } from '../creation/announce-created.js'
import { InvalidCursorError } from './invalid-cursor.error.js'
import { ProductNotFoundError } from './product-not-found.error.js'
import {
  type NewProduct,
  type ProductChanges,
  type ProductList,
  type ProductPageQuery,
  type ProductPath,
  newProductSchema,
  productChangesSchema,
  productListSchema,
  productPageSchema,
  productPathSchema,
  productSchema,
} from './product.schema.js'
import { Products } from './products.js'

/** The products of `/v1/products`: read by anyone, kept by merchants, liked by whoever has a token. */
@ApiTags('products')
@Controller('v1/products')
export class ProductsController {
  constructor(private readonly products: Products) {}

  @ApiOperation({ summary: 'Create a product; once for each Idempotency-Key' })
  @Post()
  @Roles('merchant')
  @Problems(IdempotencyKeyReusedError)
  @JsonText()
  @ResponseBody(productSchema, { status: HttpStatus.CREATED })
  async create(
    @RequestBody(newProductSchema) product: NewProduct,
    @IdempotencyKey('optional') key: string | undefined,
    @CurrentCaller() caller: Caller,
    @Res({ passthrough: true }) answer: Answer,
  ): Promise<string> {
    const request = { caller: caller.subject, route: 'POST /v1/products', key, body: product }
    const { id, body, replayed } = await this.products.create(request, product)
    announceCreated(answer, `/v1/products/${id}`, replayed)
    return body
  }

  @ApiOperation({ summary: 'Read a product' })
  @Get(':id')
  @Problems(ProductNotFoundError)
  @JsonText()
  @ResponseBody(productSchema)
  show(@RequestParams(productPathSchema) { id }: ProductPath): Promise<string> {
    return this.products.show(id)
  }

  @ApiOperation({ summary: 'List the products, newest first, page by page' })
  @Get()
  @Problems(InvalidCursorError)
  @ResponseBody(productListSchema)
  page(@RequestQuery(productPageSchema) query: ProductPageQuery): Promise<ProductList> {
    return this.products.page(query)
  }

  @ApiOperation({ summary: 'Change some fields of a product; edits of different fields in both regions both survive' })
  @Patch(':id')
  @Roles('merchant')
  @Problems(ProductNotFoundError)
  @JsonText()
  @ResponseBody(productSchema)
  change(
    @RequestParams(productPathSchema) { id }: ProductPath,
    @RequestBody(productChangesSchema) changes: ProductChanges,
  ): Promise<string> {
    return this.products.change(id, changes)
  }

  @ApiOperation({ summary: 'Delete a product; deleting it again changes nothing' })
  @Delete(':id')
  @Roles('merchant')
  @HttpCode(HttpStatus.NO_CONTENT)
  @Problems(ProductNotFoundError)
  async remove(@RequestParams(productPathSchema) { id }: ProductPath): Promise<void> {
    await this.products.remove(id)
  }

  @ApiOperation({ summary: 'Like a product; counted in both regions and added up' })
  @Post(':id/likes')
  @Roles()
  @EveryRequestCounts()
  @HttpCode(HttpStatus.OK)
  @Problems(ProductNotFoundError)
  @JsonText()
  @ResponseBody(productSchema)
  like(@RequestParams(productPathSchema) { id }: ProductPath): Promise<string> {
    return this.products.like(id)
  }
}
