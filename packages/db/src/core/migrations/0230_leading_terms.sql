-- Whether a term is how its customer's sort key begins, so that the customer stands in the list where a search for the term would look. A
-- search then asks the list for those and the index of 0231 for the others, however many they are. The previous release writes false,
-- which only makes a search look in both.
alter table relationship_term add column leads boolean not null default false;
