-- Whether one customer has a word: for a walk through the list that meets many customers with it, and for the other words of a
-- search whose first word few customers have.
create index relationship_term_of_customer on relationship_term (relationship_id, term);
