"""How templates say numbers, codes and dates: thin doors to the words room."""
