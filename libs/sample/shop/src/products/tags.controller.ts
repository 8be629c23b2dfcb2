import { JsonText, Problems, RequestParams, ResponseBody, Roles } from '@bicoastal/http'
import { Controller, Delete, Put } from '@nestjs/common'
import { ApiOperation, ApiTags } from '@nestjs/swagger'
import { ProductNotFoundError } from './product-not-found.error.js'
import { productSchema } from './product.schema.js'
import { Products } from './products.js'
import { type TagPath, tagPathSchema } from './tag.schema.js'
import { TooManyTagsError } from './too-many-tags.error.js'

/** The tags of products, kept by merchants. */
@ApiTags('products')
@Controller('v1/products/:id/tags/:tag')
@Roles('merchant')
export class TagsController {
  constructor(private readonly products: Products) {}

  @ApiOperation({ summary: 'Tag a product; what one region adds while the other removes it stays' })
  @Put()
  @Problems(ProductNotFoundError, TooManyTagsError)
  @JsonText()
  @ResponseBody(productSchema)
  add(@RequestParams(tagPathSchema) { id, tag }: TagPath): Promise<string> {
    return this.products.tag(id, tag)
  }

  @ApiOperation({ summary: 'Take a tag off a product' })
  @Delete()
  @Problems(ProductNotFoundError)
  @JsonText()
  @ResponseBody(productSchema)
  remove(@RequestParams(tagPathSchema) { id, tag }: TagPath): Promise<string> {
    return this.products.untag(id, tag)
  }
}
