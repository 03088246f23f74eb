# まだ使う画面がない役割
role-page-title = まだ使える画面はありません
role-page-words = { $role }のための画面は、いまの Namima にはまだありません。
role-page-reads = 患者さんの記録は、この役割では開けません。
role-page-end = 用がすんだら、下の「サインアウト」で終わってください。
