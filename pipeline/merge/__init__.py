"""Three-way merge of fields: what the document said, what people made of it, what the record says now; knows origins and values only."""
