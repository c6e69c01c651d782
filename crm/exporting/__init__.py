"""What is here leaves with its owner: as tables, as cards, as paper. (As one document: crm/portable.)"""
