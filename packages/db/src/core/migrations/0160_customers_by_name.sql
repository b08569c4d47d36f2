-- Operators page through the customers of the instance by name, as they do through its partners.
create index organisation_customer_by_name on organisation (sort_key, id) where kind = 'customer';
