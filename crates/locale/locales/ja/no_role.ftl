# 使える画面がない人
no-role-title = まだ使える画面はありません
no-role-words = { $role }のための画面は、いまの Namima にはまだありません。
no-role-reads = 患者さんの記録は、この役割では開けません。
no-role-end = 用がすんだら、下の「サインアウト」で終わってください。
