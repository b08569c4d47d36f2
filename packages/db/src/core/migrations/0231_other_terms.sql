-- outside a transaction
-- `isLeading` of packages/domain/src/core/search-words.ts in SQL. The index comes behind it, so that it need not follow.
update relationship_term set leads = true from relationship
  where relationship.id = relationship_id and not leads and sort_key <> ''
    and starts_with(replace(sort_key, ' ', ''), term) and starts_with(term, split_part(sort_key, ' ', 1));
drop index concurrently if exists relationship_term_other;
create index concurrently relationship_term_other on relationship_term (partner_id, term, relationship_id) where not leads;
