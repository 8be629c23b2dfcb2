import { Claim, ClaimJobsModule, CreateClaims1795480000000 } from '@bicoastal/claims'
import type { Feature } from '@bicoastal/kernel'
import { Customer } from './customers/customer.entity.js'
import { AddStockTagsCustomers1795480200000 } from './migrations/add-stock-tags-customers.migration.js'
import { CreateShop1795392000000 } from './migrations/create-shop.migration.js'
import { Order } from './orders/order.entity.js'
import { productCacheKey } from './products/product-cache-key.js'
import { Product } from './products/product.entity.js'
import { Reservation } from './reservations/reservation.entity.js'
import { ShopJobsModule } from './shop-jobs.module.js'
import { ShopModule } from './shop.module.js'
import { ProductStock } from './stock/product-stock.entity.js'

/**
 * The sample domain: products, their stock, orders and customers. Made to be deleted: `@bicoastal/features` is the only place that
 * knows it.
 */
export const shop: Feature = {
  name: 'shop',
  entities: [Product, ProductStock, Order, Reservation, Customer, Claim],
  migrations: [CreateShop1795392000000, CreateClaims1795480000000, AddStockTagsCustomers1795480200000],
  httpModules: [ShopModule],
  jobModules: [ShopJobsModule, ClaimJobsModule],
  cachedTables: [{ table: 'products', cacheKey: ({ id }) => productCacheKey(String(id)) }],
}
